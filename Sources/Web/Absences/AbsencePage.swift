internal import Pages

/// `GET /absences/:id` and its refused forms: what became of each visit, and what can still be changed.
struct AbsencePage: Page {
  let absence: AbsenceRow
  let rows: [RebookingRow]
  /// Nil once it is over, or taken back.
  var shortening: ShorteningForm?
  var isWithdrawn = false
  /// What concerns no single field.
  var notice: String?

  static let template = "absences/absence"

  var fields: Fields {
    [
      "absence": .view(absence), "rows": .list(rows), "isEmpty": .flag(rows.isEmpty),
      "count": .number(rows.count), "shortening": .view(shortening), "isWithdrawn": .flag(isWithdrawn),
      "problems": .view(
        ProblemSummary(
          notice: notice,
          shortening.map { [$0.first.control, $0.last.control, $0.starts.control, $0.ends.control] } ?? [])),
    ]
  }

  static let samples = [
    AbsencePage(
      absence: AbsenceRow.samples[0], rows: RebookingRow.samples, shortening: ShorteningForm.samples[0]),
    AbsencePage(absence: AbsenceRow.samples[1], rows: [], shortening: ShorteningForm.samples[1]),
    AbsencePage(absence: AbsenceRow.samples[0], rows: RebookingRow.samples, isWithdrawn: true),
  ]
}

/// That an absence is only a part of what was entered, or none at all.
struct ShorteningForm: View {
  let first: Field
  let last: Field
  let starts: Field
  let ends: Field
  let action: String
  /// Where the whole of it is taken back.
  let withdraw: String

  var fields: Fields {
    [
      "first": .view(first), "last": .view(last), "starts": .view(starts), "ends": .view(ends),
      "action": .text(action), "withdraw": .text(withdraw),
    ]
  }

  static let samples = [
    sample(Field("first", "2026-11-23", label: "First day")),
    sample(
      Field(
        "first", "2026-11-20", label: "First day",
        problem: "An absence can become shorter here. For more, enter another.")),
  ]

  private static func sample(_ first: Field) -> ShorteningForm {
    ShorteningForm(
      first: first, last: Field("last", "2026-11-27"), starts: Field("starts"), ends: Field("ends"),
      action: "/absences/1/shortening", withdraw: "/absences/1/withdrawal")
  }
}
