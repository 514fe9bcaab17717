internal import Pages

/// `GET /doctors/:id/times` and `GET /times`: a week of times at which a service can be booked, with one doctor or any.
struct TimesPage: Page {
  /// Nil for any doctor.
  let doctor: DoctorHead?
  let service: String
  let duration: String
  let price: String
  /// What is particular: `By video`, `In a group`.
  let notes: [String]
  /// First visit or not, where that makes a difference.
  let visits: [VisitLink]
  /// The clinic's time zone in words: `London time (GMT)`.
  let zone: String
  /// The visitor's own, where it shows another time in this week.
  let ownZone: String?
  /// The appointment that is to have another time: when it is now, and its page.
  var moving: Link?
  /// Where a time that is chosen for it leads.
  var moveAction: String?
  /// The visit that the time is to follow.
  var following: FollowUpHead?
  /// `23 – 29 November 2026`.
  let week: String
  /// Nil before the current week.
  let earlier: String?
  /// Nil beyond the booking horizon.
  let later: String?
  /// Seven, Monday first.
  let days: [DayTimes]
  /// The next week with a free time, where this one has none: `Monday 7 December, 09:20`.
  let nextFree: Link?
  /// Who gives the service.
  let doctorsHref: String
  /// The times of all who give it.
  let anyHref: String

  static let template = "scheduling/times"

  var fields: Fields {
    [
      "doctor": .view(doctor),
      "service": .text(service),
      "duration": .text(duration),
      "price": .text(price),
      "notes": .list(notes.map(Line.init)),
      "hasNotes": .flag(!notes.isEmpty),
      "visits": .list(visits),
      "hasVisits": .flag(!visits.isEmpty),
      "zone": .text(zone),
      "ownZone": .text(ownZone),
      "moving": .view(moving),
      "moveAction": .text(moveAction),
      "following": .view(following),
      "week": .text(week),
      "earlier": .text(earlier),
      "later": .text(later),
      "isEmpty": .flag(days.allSatisfy(\.times.isEmpty)),
      "days": .list(days),
      "nextFree": .view(nextFree),
      "doctorsHref": .text(doctorsHref),
      "anyHref": .text(anyHref),
    ]
  }

  static var samples: [TimesPage] {
    let none = DayTimes.samples.map {
      DayTimes(
        weekday: $0.weekday, date: $0.date, iso: $0.iso, isToday: false, times: [], why: "No time left")
    }
    return [
      sample(DayTimes.samples, ownZone: "Paris time (CET)", visits: VisitLink.samples),
      sample(
        DayTimes.week(doctor: "Dr Nguyễn Thị Minh Khai"), doctor: nil,
        notes: ["By video", "In a group of up to 8"]),
      sample(none, nextFree: Link.samples[0]), sample(none), sample(none, doctor: nil),
      sample(DayTimes.samples, moving: Link.samples[0]),
      sample(DayTimes.samples, following: FollowUpHead.samples[0]),
    ]
  }

  private static func sample(
    _ days: [DayTimes], doctor: DoctorHead? = DoctorHead.samples[0], notes: [String] = [],
    ownZone: String? = nil, visits: [VisitLink] = [], nextFree: Link? = nil, moving: Link? = nil,
    following: FollowUpHead? = nil
  ) -> TimesPage {
    TimesPage(
      doctor: doctor, service: "First consultation", duration: "40 minutes", price: "£120.00", notes: notes,
      visits: visits, zone: "London time (GMT)", ownZone: ownZone, moving: moving,
      moveAction: moving.map { "\($0.href)/move" } ?? following.map { _ in "/appointments/1/follow-up/new" },
      following: following, week: "23 – 29 November 2026",
      earlier: "/doctors/2/times?service=1&from=2026-11-16",
      later: "/doctors/2/times?service=1&from=2026-11-30", days: days, nextFree: nextFree,
      doctorsHref: "/doctors?service=1", anyHref: "/times?service=1")
  }
}

/// Whose times they are.
struct DoctorHead: View {
  let name: String
  let href: String
  let face: Face

  var fields: Fields { ["name": .text(name), "href": .text(href), "face": .view(face)] }

  static let samples = [
    DoctorHead(
      name: "Dr Nguyễn Thị Minh Khai", href: "/doctors/2",
      face: Face(picture: nil, givenName: "Minh Khai", familyName: "Nguyễn"))
  ]
}

/// A choice between the times of a first visit and of a later one.
struct VisitLink: View {
  let text: String
  let href: String
  let isChosen: Bool

  var fields: Fields { ["text": .text(text), "href": .text(href), "isChosen": .flag(isChosen)] }

  static let samples = [
    VisitLink(
      text: "My first visit: 45 minutes", href: "/doctors/1/times?service=1&visit=first", isChosen: true),
    VisitLink(
      text: "I have been here: 30 minutes", href: "/doctors/1/times?service=1&visit=return", isChosen: false),
  ]
}
