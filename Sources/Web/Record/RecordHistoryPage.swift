internal import Pages

/// `GET /records/:id/chart/history`: what was ever entered of one part.
struct RecordHistoryPage: Page {
  let head: RecordHead
  let heading: String
  let rows: [RecordRow]
  let vitals: [VitalRow]
  let results: [ResultRowView]
  /// Where one is withdrawn; nil where nothing can be.
  let withdrawal: String?
  let older: String?
  var notice: String?

  static let template = "record/history"

  var fields: Fields {
    [
      "head": .view(head), "heading": .text(heading), "rows": .list(rows), "vitals": .list(vitals),
      "hasVitals": .flag(!vitals.isEmpty), "results": .list(results),
      "isEmpty": .flag(rows.isEmpty && vitals.isEmpty && results.isEmpty), "withdrawal": .text(withdrawal),
      "older": .text(older), "problems": .view(ProblemSummary(notice: notice)),
    ]
  }

  static let samples = [
    RecordHistoryPage(
      head: RecordHead.samples[0], heading: "Allergies", rows: RecordRow.samples, vitals: [], results: [],
      withdrawal: "/records/1/allergies/withdrawal",
      older: "/records/1/chart/history?part=allergies&after=1", notice: "Somebody else was quicker."),
    RecordHistoryPage(
      head: RecordHead.samples[0], heading: "Blood pressure", rows: [], vitals: VitalRow.samples, results: [],
      withdrawal: "/records/1/vitals/withdrawal", older: nil),
    RecordHistoryPage(
      head: RecordHead.samples[1], heading: "Results", rows: [], vitals: [], results: ResultRowView.samples,
      withdrawal: nil, older: nil),
    RecordHistoryPage(
      head: RecordHead.samples[1], heading: "Conditions", rows: [], vitals: [], results: [], withdrawal: nil,
      older: nil),
  ]
}
