internal import Pages

/// What letters say of an appointment: when and where. Neither the service nor the reason: mail is read by others, too.
struct AppointmentFacts: View {
  let clinic: String
  let phone: String
  /// Of the visit, not always the clinic's.
  let address: String
  let isOnline: Bool
  let patient: String
  /// `Tuesday 24 November 2026`.
  let date: String
  /// `09:20`.
  let time: String
  let zone: String
  /// The absolute address of the appointment, which tells nothing to who is not signed in; nil for who can't sign in.
  let link: String?

  var fields: Fields {
    [
      "clinic": .text(clinic), "phone": .text(phone), "address": .text(address), "isOnline": .flag(isOnline),
      "patient": .text(patient),
      "date": .text(date), "time": .text(time), "zone": .text(zone), "link": .text(link),
    ]
  }

  static let samples = [
    AppointmentFacts(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123", address: "12 Quayside, Riverside, RV1 4QT",
      isOnline: false, patient: "Nguyễn Thị Minh Khai", date: "Tuesday 24 November 2026", time: "09:20",
      zone: "London time (GMT)", link: "https://riverside.example.org/appointments/1"),
    AppointmentFacts(
      clinic: "Riverside Polyclinic", phone: "", address: "", isOnline: true, patient: "Paul",
      date: "Tuesday 24 November 2026", time: "09:20", zone: "London time (GMT)", link: nil),
  ]
}
