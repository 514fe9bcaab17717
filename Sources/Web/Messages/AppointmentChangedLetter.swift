internal import Pages

/// Tells that an appointment was asked for, moved or cancelled. Neither the service nor the reason: mail is read by others, too.
struct AppointmentChangedLetter: Letter {
  let clinic: String
  let phone: String
  let patient: String
  /// What happened to it, in a sentence.
  let what: String
  /// `Tuesday 24 November 2026`.
  let date: String
  /// `09:20`.
  let time: String
  let zone: String
  /// The absolute address of the appointment.
  let link: String

  static let template = "mail/appointment-changed"

  var fields: Fields {
    [
      "clinic": .text(clinic), "phone": .text(phone), "patient": .text(patient), "what": .text(what),
      "date": .text(date), "time": .text(time), "zone": .text(zone), "link": .text(link),
    ]
  }

  static let samples = [
    AppointmentChangedLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123", patient: "Nguyễn Thị Minh Khai",
      what: "This appointment is cancelled:", date: "Tuesday 24 November 2026", time: "09:20",
      zone: "London time (GMT)", link: "https://riverside.example.org/appointments/1")
  ]
}
