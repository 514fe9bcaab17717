internal import Pages

/// A visit is repeated: all its times.
struct AppointmentSeriesLetter: Letter {
  let clinic: String
  let phone: String
  let address: String
  let patient: String
  let zone: String
  /// `Tuesday 24 November 2026, 09:20`, in order.
  let times: [Line]
  /// An absolute address, which tells nothing to who is not signed in.
  let link: String

  static let template = "mail/appointment-series"

  var fields: Fields {
    [
      "clinic": .text(clinic), "phone": .text(phone), "address": .text(address), "patient": .text(patient),
      "zone": .text(zone), "times": .list(times), "link": .text(link),
    ]
  }

  static let samples = [
    AppointmentSeriesLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123", address: "12 Quayside, Riverside, RV1 4QT",
      patient: "Nguyễn Thị Minh Khai", zone: "London time (GMT)",
      times: [Line("Tuesday 24 November 2026, 09:20"), Line("Tuesday 1 December 2026, 09:20")],
      link: "https://riverside.example.org/dashboard")
  ]
}
