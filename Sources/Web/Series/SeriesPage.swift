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
  /// The edition that is shown.
  let seen: String
  var isDone = false
  var notice: String?

  static let template = "series/series"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(notice: notice, [visit.control, scope.control, day.control, time.control])),
      "patient": .text(patient), "service": .text(service), "doctor": .text(doctor), "rows": .list(rows),
      "visit": .view(visit), "scope": .view(scope), "day": .view(day), "time": .view(time),
      "canChange": .flag(!visit.choices.isEmpty), "cancelAction": .text(cancelAction),
      "moveAction": .text(moveAction), "seen": .text(seen), "isDone": .flag(isDone),
    ]
  }

  static var samples: [SeriesPage] {
    [
      sample([Choice("1", "Tuesday 1 December 2026, 09:20", chosen: true)], isDone: true),
      sample([]),
    ]
  }

  private static func sample(_ visits: [Choice], isDone: Bool = false) -> SeriesPage {
    SeriesPage(
      patient: "Paul Moreau", service: "First consultation", doctor: "Dr Amira Haddad",
      rows: SeriesRow.samples,
      visit: ChoiceField("visit", visits),
      scope: ChoiceField("scope", [Choice("one", "This visit only", chosen: true), Choice("all", "All")]),
      day: Field("day"), time: Field("time", "9", label: "Time", problem: "Please enter a time"),
      cancelAction: "/series/1/cancellation", moveAction: "/series/1/move", seen: "0f.0b", isDone: isDone)
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
