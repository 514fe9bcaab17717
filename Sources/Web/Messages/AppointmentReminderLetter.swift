internal import Pages

/// One or several visits are near.
struct AppointmentReminderLetter: Letter {
  let clinic: String
  let phone: String
  /// What kind of a reminder it is, for the subject.
  let isInAWeek: Bool
  let isToday: Bool
  /// Of several, whom they are for.
  let visits: [ReminderLine]
  /// An absolute address; nil for who can't sign in, as those of the visits.
  let dashboard: String?
  /// An absolute address that ends such letters.
  let unsubscribe: String?

  static let template = "mail/appointment-reminder"

  var fields: Fields {
    [
      "clinic": .text(clinic), "phone": .text(phone),
      "isInAWeek": .flag(isInAWeek), "isToday": .flag(isToday), "isOne": .flag(visits.count == 1),
      "visits": .list(visits), "dashboard": .text(dashboard), "unsubscribe": .text(unsubscribe),
    ]
  }

  static let samples = [
    sample(ReminderLine.samples, isInAWeek: true),
    sample(Array(ReminderLine.samples.prefix(1)), isInAWeek: false),
    AppointmentReminderLetter(
      clinic: "Riverside Polyclinic", phone: "", isInAWeek: false,
      isToday: true, visits: ReminderLine.samples.map(\.withoutLink), dashboard: nil,
      unsubscribe: nil),
  ]

  private static func sample(_ visits: [ReminderLine], isInAWeek: Bool) -> Self {
    AppointmentReminderLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123",
      isInAWeek: isInAWeek, isToday: false, visits: visits,
      dashboard: "https://riverside.example.org/dashboard",
      unsubscribe: "https://riverside.example.org/unsubscribe/1")
  }
}

/// A visit in a reminder.
struct ReminderLine: View {
  let patient: String
  /// `Tuesday 24 November 2026`
  let date: String
  let time: String
  let zone: String
  let isOnline: Bool
  let address: String
  /// The absolute address of the appointment, from where it can be moved or cancelled.
  var link: String?

  var fields: Fields {
    [
      "patient": .text(patient), "date": .text(date), "time": .text(time), "zone": .text(zone),
      "isOnline": .flag(isOnline), "address": .text(address), "link": .text(link),
    ]
  }

  fileprivate var withoutLink: ReminderLine {
    var line = self
    line.link = nil
    return line
  }

  static let samples = [
    ReminderLine(
      patient: "Nguyễn Thị Minh Khai", date: "Tuesday 24 November 2026", time: "09:20",
      zone: "London time (GMT)",
      isOnline: false, address: "12 Quayside, Riverside, RV1 4QT",
      link: "https://riverside.example.org/appointments/1"),
    ReminderLine(
      patient: "Paul", date: "Tuesday 24 November 2026", time: "11:00", zone: "London time (GMT)",
      isOnline: true, address: "",
      link: "https://riverside.example.org/appointments/2"),
  ]
}
