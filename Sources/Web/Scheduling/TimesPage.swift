internal import Pages

/// `GET /doctors/:id/times`: a week of times at which a service can be booked with a doctor.
struct TimesPage: Page {
  let doctor: String
  let doctorHref: String
  let face: Face
  let service: String
  let duration: String
  let price: String
  /// The clinic's time zone in words: `London time (GMT)`.
  let zone: String
  /// The appointment that is to have another time: when it is now.
  var moving: Link?
  /// `23 – 29 November 2026`.
  let week: String
  /// Nil before the current week.
  let earlier: String?
  /// Nil beyond the booking horizon.
  let later: String?
  /// Seven, Monday first.
  let days: [DayTimes]
  /// The next week with a free time, where this one has none: `Monday 7 December`.
  let nextFree: Link?

  static let template = "scheduling/times"

  var fields: Fields {
    [
      "doctor": .text(doctor),
      "doctorHref": .text(doctorHref),
      "face": .view(face),
      "service": .text(service),
      "duration": .text(duration),
      "price": .text(price),
      "zone": .text(zone),
      "moving": .view(moving),
      "week": .text(week),
      "earlier": .text(earlier),
      "later": .text(later),
      "isEmpty": .flag(days.allSatisfy(\.times.isEmpty)),
      "days": .list(days),
      "nextFree": .view(nextFree),
    ]
  }

  static var samples: [TimesPage] {
    [
      sample(DayTimes.samples, nextFree: nil), sample([], nextFree: Link.samples[0]),
      sample([], nextFree: nil),
      sample(DayTimes.samples, nextFree: nil, moving: Link.samples[0]),
    ]
  }

  private static func sample(_ days: [DayTimes], nextFree: Link?, moving: Link? = nil) -> TimesPage {
    TimesPage(
      doctor: "Dr Nguyễn Thị Minh Khai", doctorHref: "/doctors/2",
      face: Face(picture: nil, givenName: "Minh Khai", familyName: "Nguyễn"), service: "First consultation",
      duration: "40 minutes", price: "£120.00", zone: "London time (GMT)", moving: moving, week: "23 – 29 November 2026",
      earlier: days.isEmpty ? nil : "/doctors/2/times?service=1&from=2026-11-16",
      later: "/doctors/2/times?service=1&from=2026-11-30", days: days, nextFree: nextFree)
  }
}
