internal import Pages

/// `GET /tasks`: the patients with whom the front desk has to speak.
struct TasksPage: Page {
  let rows: [RebookingRow]
  /// The visit of a task was just moved or cancelled.
  var isDone = false

  static let template = "absences/tasks"

  var fields: Fields {
    [
      "rows": .list(rows), "isEmpty": .flag(rows.isEmpty), "count": .number(rows.count),
      "isOne": .flag(rows.count == 1), "isDone": .flag(isDone),
    ]
  }

  static let samples = [
    TasksPage(rows: [RebookingRow.samples[1]], isDone: true),
    TasksPage(rows: []),
  ]
}
