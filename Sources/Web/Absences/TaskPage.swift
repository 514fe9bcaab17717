internal import Pages

/// `GET /tasks/:id` and its refused forms: a visit to be settled by telephone.
struct TaskPage: Page {
  let row: RebookingRow
  /// Times that can be had, the proposed one first.
  let times: [Choice]
  let action: String
  let cancelAction: String
  /// The time that was chosen was taken meanwhile.
  var isTaken = false
  /// It was settled before.
  var isSettled = false
  /// What concerns no single field.
  var notice: String?

  static let template = "absences/task"

  var fields: Fields {
    [
      "row": .view(row), "times": .list(times), "hasTimes": .flag(!times.isEmpty), "action": .text(action),
      "cancelAction": .text(cancelAction), "isTaken": .flag(isTaken), "isSettled": .flag(isSettled),
      "problems": .view(ProblemSummary(notice: notice)),
    ]
  }

  static var samples: [TaskPage] {
    let times = [
      Choice("a", "Monday 30 November 2026, 09:20", chosen: true),
      Choice("b", "Monday 30 November 2026, 10:00"),
    ]
    return [
      TaskPage(
        row: RebookingRow.samples[1], times: times, action: "/tasks/2/move", cancelAction: "/tasks/2/c"),
      TaskPage(
        row: RebookingRow.samples[1], times: [], action: "/tasks/2/move", cancelAction: "/tasks/2/c",
        isTaken: true),
      TaskPage(
        row: RebookingRow.samples[2], times: [], action: "/tasks/2/move", cancelAction: "/tasks/2/c",
        isSettled: true),
    ]
  }
}
