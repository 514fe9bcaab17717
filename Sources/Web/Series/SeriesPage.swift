internal import Pages

/// `GET /series/:id` and its refused forms: all visits of a series, and what can be done to one, to it and those that follow,
/// or to all that are ahead.
struct SeriesPage: Page {
  let patient: String
  let service: String
  let doctor: String
  let rows: [SeriesRow]
  /// Those that can still be changed.
  let visit: ChoiceField
  let scope: ChoiceField
  let day: Field
  let time: Field
  let cancelAction: String
  let moveAction: String
  var isDone = false
  /// A new time can't be had: nothing was moved.
  var isTaken = false
  var notice: String?

  static let template = "series/series"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(notice: notice, [visit.control, scope.control, day.control, time.control])),
      "patient": .text(patient), "service": .text(service), "doctor": .text(doctor), "rows": .list(rows),
      "visit": .view(visit), "scope": .view(scope), "day": .view(day), "time": .view(time),
      "canChange": .flag(!visit.choices.isEmpty), "cancelAction": .text(cancelAction),
      "moveAction": .text(moveAction), "isDone": .flag(isDone), "isTaken": .flag(isTaken),
    ]
  }

  static var samples: [SeriesPage] {
    [
      sample([Choice("1", "Tuesday 1 December 2026, 09:20", chosen: true)], isDone: true),
      sample([], isTaken: true),
    ]
  }

  private static func sample(_ visits: [Choice], isDone: Bool = false, isTaken: Bool = false) -> SeriesPage {
    SeriesPage(
      patient: "Paul Moreau", service: "First consultation", doctor: "Dr Amira Haddad",
      rows: SeriesRow.samples,
      visit: ChoiceField("visit", visits),
      scope: ChoiceField("scope", [Choice("one", "This visit only", chosen: true), Choice("all", "All")]),
      day: Field("day"), time: Field("time", "9", label: "Time", problem: "Please enter a time"),
      cancelAction: "/series/1/cancellation", moveAction: "/series/1/move", isDone: isDone, isTaken: isTaken)
  }
}

struct SeriesRow: View {
  let time: String
  let status: Badge

  var fields: Fields { ["time": .text(time), "status": .view(status)] }

  static let samples = [
    SeriesRow(time: "Tuesday 24 November 2026, 09:20", status: Badge("Completed", .quiet)),
    SeriesRow(time: "Tuesday 1 December 2026, 09:20", status: Badge("Booked", .good)),
  ]
}
