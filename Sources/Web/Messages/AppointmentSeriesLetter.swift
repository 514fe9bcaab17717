internal import Pages

/// A visit is repeated, or several of a series are at other times or given up: all times in one letter.
struct AppointmentSeriesLetter: Letter {
  let change: Change
  let clinic: String
  let phone: String
  /// Nil where they are not all at one place.
  let address: String?
  let isOnline: Bool
  let patient: String
  let zone: String
  /// In order.
  let times: [SeriesTime]
  /// Those that the clinic has yet to agree to.
  let requested: [SeriesTime]
  /// An absolute address, which tells nothing to who is not signed in; nil for who can't sign in.
  let link: String?

  enum Change: CaseIterable {
    case booked, moved, cancelled
  }

  static let template = "mail/appointment-series"

  var fields: Fields {
    [
      "isBooked": .flag(change == .booked), "isMoved": .flag(change == .moved),
      "isCancelled": .flag(change == .cancelled),
      "clinic": .text(clinic), "phone": .text(phone), "address": .text(address), "isOnline": .flag(isOnline),
      "patient": .text(patient), "zone": .text(zone), "times": .list(times),
      "hasTimes": .flag(!times.isEmpty),
      "requested": .list(requested), "hasRequested": .flag(!requested.isEmpty), "link": .text(link),
    ]
  }

  static let samples =
    [
      sample(.booked, times: [], requested: SeriesTime.samples.map { SeriesTime(text: $0.text) }),
      sample(.moved, times: [], requested: SeriesTime.samples, isOnline: true),
    ] + Change.allCases.map { sample($0, times: $0 == .moved ? SeriesTime.samples : [SeriesTime.samples[1]]) }

  private static func sample(
    _ change: Change, times: [SeriesTime], requested: [SeriesTime] = [], isOnline: Bool = false
  ) -> AppointmentSeriesLetter {
    AppointmentSeriesLetter(
      change: change, clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123",
      address: isOnline ? nil : "12 Quayside, Riverside, RV1 4QT", isOnline: isOnline,
      patient: "Nguyễn Thị Minh Khai", zone: "London time (GMT)", times: times, requested: requested,
      link: isOnline ? nil : "https://riverside.example.org/dashboard")
  }
}

/// When a visit of a series is.
struct SeriesTime: View {
  /// `Tuesday 24 November 2026, 09:20`
  let text: String
  /// When it was to be before it was moved.
  var was: String?

  var fields: Fields { ["text": .text(text), "was": .text(was)] }

  static let samples = [
    SeriesTime(text: "Tuesday 24 November 2026, 09:20", was: "Monday 23 November 2026, 14:00"),
    SeriesTime(text: "Tuesday 1 December 2026, 09:20"),
  ]
}
