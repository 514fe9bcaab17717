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
  /// Those that the clinic has yet to agree to.
  let requested: [Line]
  /// An absolute address, which tells nothing to who is not signed in; nil for who can't sign in.
  let link: String?

  static let template = "mail/appointment-series"

  var fields: Fields {
    [
      "clinic": .text(clinic), "phone": .text(phone), "address": .text(address), "patient": .text(patient),
      "zone": .text(zone), "times": .list(times), "hasTimes": .flag(!times.isEmpty),
      "requested": .list(requested), "hasRequested": .flag(!requested.isEmpty), "link": .text(link),
    ]
  }

  static let samples = [
    sample(
      times: [Line("Tuesday 24 November 2026, 09:20"), Line("Tuesday 1 December 2026, 09:20")], requested: []),
    sample(
      times: [], requested: [Line("Tuesday 24 November 2026, 09:20"), Line("Tuesday 1 December 2026, 09:20")]),
  ]

  private static func sample(times: [Line], requested: [Line]) -> AppointmentSeriesLetter {
    AppointmentSeriesLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123", address: "12 Quayside, Riverside, RV1 4QT",
      patient: "Nguyễn Thị Minh Khai", zone: "London time (GMT)", times: times, requested: requested,
      link: "https://riverside.example.org/dashboard")
  }
}
