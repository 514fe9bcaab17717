internal import Pages

/// A report as it is read: what it says, of what, in words, as a picture and as a table.
struct ReportAnswer: View {
  let heading: String
  /// Of which days, and of which visits.
  let about: String
  let meaning: String
  /// What is left out; nil for nothing.
  let note: String?
  let totals: [ReportNumber]
  let chart: SafeHTML?
  let caption: String
  /// What the rows are.
  let rowHeading: String
  let columns: [Line]
  let rows: [ReportLine]
  let csv: String

  var fields: Fields {
    [
      "heading": .text(heading), "about": .text(about), "meaning": .text(meaning), "note": .text(note),
      "totals": .list(totals), "chart": .html(chart), "caption": .text(caption),
      "rowHeading": .text(rowHeading), "columns": .list(columns), "rows": .list(rows),
      "isEmpty": .flag(rows.isEmpty), "csv": .text(csv),
    ]
  }

  static var samples: [ReportAnswer] {
    let columns = [Line("Visits due"), Line("Missed"), Line("Share missed")]
    let chart = Chart(
      kind: .line, title: "Share missed by month", description: "Highest: November 2026, 12.0%.",
      points: [
        Chart.Point(label: "Oct", group: "2026", value: 0.08, text: "8.0%"),
        Chart.Point(label: "Nov", group: "2026", value: 0.12, text: "12.0%"),
      ], axis: { "\(Int(($0 * 100).rounded()))%" })
    return [
      ReportAnswer(
        heading: "No-shows by month", about: "1 October 2026 – 24 November 2026",
        meaning: "Visits whose patients did not come.", note: "Not counted: 3.",
        totals: ReportNumber.samples, chart: chart.svg, caption: "Share missed by month", rowHeading: "Month",
        columns: columns, rows: ReportLine.samples, csv: "/admin/reports/table.csv"),
      ReportAnswer(
        heading: "No-shows by doctor", about: "24 November 2026",
        meaning: "Visits whose patients did not come.",
        note: nil, totals: ReportNumber.samples, chart: nil, caption: "Share missed by doctor",
        rowHeading: "Doctor", columns: columns, rows: [], csv: "/admin/reports/table.csv"),
    ]
  }
}

/// A number, and where the rows are that it counts.
struct ReportNumber: View {
  let label: String
  let text: String
  let href: String?

  var fields: Fields { ["label": .text(label), "text": .text(text), "href": .text(href)] }

  static let samples = [
    ReportNumber(label: "Visits due", text: "1 204", href: "/admin/appointments?from=2026-10-01"),
    ReportNumber(label: "Missed", text: "0", href: nil),
    ReportNumber(label: "Share missed", text: "–", href: nil),
  ]
}

/// One row of the table.
struct ReportLine: View {
  let name: String
  /// The same report of this alone, by month; nil for a month.
  let href: String?
  let numbers: [ReportNumber]

  var fields: Fields { ["name": .text(name), "href": .text(href), "numbers": .list(numbers)] }

  static let samples = [
    ReportLine(name: "October 2026", href: nil, numbers: ReportNumber.samples),
    ReportLine(name: "Dr Amira Haddad", href: "/admin/reports?by=month", numbers: ReportNumber.samples),
  ]
}
