internal import Pages

/// `GET /absences/:id`: what became of each visit.
struct AbsencePage: Page {
  let absence: AbsenceRow
  let rows: [RebookingRow]

  static let template = "absences/absence"

  var fields: Fields {
    [
      "absence": .view(absence), "rows": .list(rows), "isEmpty": .flag(rows.isEmpty),
      "count": .number(rows.count),
    ]
  }

  static let samples = [
    AbsencePage(absence: AbsenceRow.samples[0], rows: RebookingRow.samples),
    AbsencePage(absence: AbsenceRow.samples[1], rows: []),
  ]
}
