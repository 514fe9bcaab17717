internal import Pages

/// `GET /tasks`: the patients with whom the front desk has to speak.
struct TasksPage: Page {
  let rows: [RebookingRow]
  /// How many times became free again of late, how many of them were filled, and of a hundred; nil when none did.
  var fillRate: FillLine?
  /// The visit of a task was just moved or cancelled.
  var isDone = false

  static let template = "absences/tasks"

  var fields: Fields {
    [
      "rows": .list(rows), "isEmpty": .flag(rows.isEmpty), "count": .number(rows.count),
      "isOne": .flag(rows.count == 1), "isDone": .flag(isDone),
      "fillRate": .view(fillRate),
    ]
  }

  static let samples = [
    TasksPage(rows: [RebookingRow.samples[1]], fillRate: FillLine.samples[0], isDone: true),
    TasksPage(rows: []),
  ]
}

/// What became of the times that were given up.
struct FillLine: View {
  let freed: Int
  let filled: Int
  let percent: Int

  var fields: Fields { ["freed": .number(freed), "filled": .number(filled), "percent": .number(percent)] }

  static let samples = [FillLine(freed: 14, filled: 9, percent: 64)]
}
