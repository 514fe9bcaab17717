internal import Pages

/// `GET /admin/reports`: the clinic's numbers, as a picture and as a table.
struct ReportPage: Page {
  let reports: [ReportLink]
  /// The form's words for which report it is of.
  let report: String
  let from: Field
  let until: Field
  let groupings: [Choice]
  let services: [Choice]
  let doctors: [Choice]
  let places: [Choice]
  /// Nil when something is wrong with the question.
  let answer: ReportAnswer?

  static let template = "reports/report"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary([from.control, until.control])), "reports": .list(reports),
      "report": .text(report), "from": .view(from), "until": .view(until), "groupings": .list(groupings),
      "services": .list(services), "doctors": .list(doctors), "places": .list(places),
      "answer": .view(answer),
    ]
  }

  static var samples: [ReportPage] {
    ReportAnswer.samples.map { sample($0) } + [
      sample(
        nil,
        until: Field("until", "2025-01-01", label: "Last day", problem: "The last day lies before the first"))
    ]
  }

  private static func sample(
    _ answer: ReportAnswer?, until: Field = Field("until", "2026-11-24")
  ) -> ReportPage {
    ReportPage(
      reports: ReportLink.samples, report: "bookings", from: Field("from", "2025-12-01"), until: until,
      groupings: [Choice("month", "Month", chosen: true), Choice("service", "Service")],
      services: Choice.samples, doctors: Choice.samples, places: [Choice("", "All")], answer: answer)
  }
}

/// One of the reports, of the same days and visits.
struct ReportLink: View {
  let text: String
  let href: String
  let isCurrent: Bool

  var fields: Fields { ["text": .text(text), "href": .text(href), "isCurrent": .flag(isCurrent)] }

  static let samples = [
    ReportLink(text: "Bookings", href: "/admin/reports?report=bookings", isCurrent: true),
    ReportLink(text: "No-shows", href: "/admin/reports?report=no-shows", isCurrent: false),
  ]
}
