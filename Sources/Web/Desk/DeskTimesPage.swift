internal import Pages

/// `GET /desk/times`, `GET /desk/visits/:id/move` and a refused `POST` of it: a week of free times to choose from, at the
/// front desk. One press keeps the time, or moves the visit.
struct DeskTimesPage: Page {
  let service: String
  let serviceID: String
  let duration: String
  /// Everybody who gives the service, to look at the times of one only.
  let doctors: [Choice]
  let visits: [VisitLink]
  let zone: String
  let week: String
  let earlier: String?
  let later: String?
  let days: [DayTimes]
  let nextFree: Link?
  /// Where the choice of a doctor goes.
  let here: String
  /// Where the buttons of the times go.
  let action: String
  /// The visit that is to have another time.
  var moving: DeskVisitHead?
  /// What was asked for by dragging, or could not be done: one press does it.
  var proposed: TimeButton?
  /// Why what was pressed was not done.
  var notice: String?

  static let template = "desk/times"

  var fields: Fields {
    [
      "service": .text(service), "serviceID": .text(serviceID), "duration": .text(duration),
      "doctors": .list(doctors), "hasDoctors": .flag(doctors.count > 1),
      "visits": .list(visits), "hasVisits": .flag(!visits.isEmpty),
      "zone": .text(zone), "week": .text(week), "earlier": .text(earlier), "later": .text(later),
      "days": .list(days), "isEmpty": .flag(days.allSatisfy { $0.times.isEmpty }),
      "nextFree": .view(nextFree),
      "here": .text(here), "action": .text(action), "moving": .view(moving), "proposed": .view(proposed),
      "problems": .view(ProblemSummary(notice: notice)),
    ]
  }

  static var samples: [DeskTimesPage] {
    [
      sample(DayTimes.week(doctor: "Dr Amira Haddad")),
      sample(
        DayTimes.samples, moving: DeskVisitHead.samples[0], proposed: TimeButton.samples[0],
        notice: "This appointment has changed since you looked at it."),
      sample([], nextFree: Link.samples[0]),
    ]
  }

  private static func sample(
    _ days: [DayTimes], moving: DeskVisitHead? = nil, proposed: TimeButton? = nil, notice: String? = nil,
    nextFree: Link? = nil
  ) -> DeskTimesPage {
    DeskTimesPage(
      service: "First consultation", serviceID: "1", duration: "40 minutes",
      doctors: [Choice("1", "Dr Amira Haddad", chosen: true), Choice("2", "Dr Chloé Laurent")],
      visits: moving == nil ? VisitLink.samples : [],
      zone: "London time (GMT)", week: "23 – 29 November 2026", earlier: nil, later: "/desk/times?service=1",
      days: days, nextFree: nextFree, here: moving == nil ? "/desk/times" : "/desk/visits/1/move",
      action: moving == nil ? "/desk/holds" : "/desk/visits/1/move", moving: moving, proposed: proposed,
      notice: notice)
  }
}

/// Whose visit it is, when it is now, and what is to be done.
struct DeskVisitHead: View {
  /// `Move to another time`.
  let heading: String
  /// Above the time that is proposed: `Move it here?`
  let question: String
  /// What follows from it; nil where nothing needs saying.
  var hint: String?
  let patient: String
  let when: String
  let doctor: String
  let href: String
  /// Which of its changes is shown: an act upon another is refused.
  let sequence: Int

  var fields: Fields {
    [
      "heading": .text(heading), "question": .text(question), "hint": .text(hint), "patient": .text(patient),
      "when": .text(when), "doctor": .text(doctor), "href": .text(href),
      "sequence": .number(sequence),
    ]
  }

  static let samples = [
    DeskVisitHead(
      heading: "Move to another time", question: "Move it here?",
      hint: "The patient gets a letter with a link.", patient: "Paul Moreau",
      when: "Tuesday 24 November 2026, 09:20", doctor: "Dr Amira Haddad",
      href: "/desk/visits/1", sequence: 2)
  ]
}
