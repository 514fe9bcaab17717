internal import Pages

/// `GET /desk/requests`: what patients asked for and nobody has answered, for the front desk to answer in the doctors' stead.
struct RequestsPage: Page {
  /// Today, for the forms of the rows: ISO 8601.
  let iso: String
  let rows: [ScheduleRow]

  static let template = "schedule/requests"

  var fields: Fields {
    ["iso": .text(iso), "rows": .list(rows), "isEmpty": .flag(rows.isEmpty)]
  }

  static let samples = [
    RequestsPage(iso: "2026-11-24", rows: ScheduleRow.sampleRequests),
    RequestsPage(iso: "2026-11-24", rows: []),
  ]
}
