import CivilTime
import Clinic
import Hummingbird
import NIOCore
import Pages
import Shell

/// What an administrator asks of the clinic's numbers.
struct ReportRoutes: Sendable {
  let site: Site
  let page: Template<ReportPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(ReportPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, Path.reports, .may(.readReports), .administration, "admin.reports", show),
      site.route(
        .get, "\(Path.reports)/table.csv", .may(.readReports), .administration, "admin.reports.table",
        download),
    ]
  }

  @Sendable func show(_ call: Call) async throws -> Response {
    let zone = try await site.clinic.zone(of: call.visitor)
    let asked = ReportForm(try call.query(), today: zone.local(site.clinic.clock()).day)
    guard let question = asked.question else {
      let (visit, names) = try await site.clinic.ask(call.visitor, .reportNames)
      let shown = ReportPage(asked, nil, names, try site.formats(visit, call))
      return site.show(shown, page, call, visit, at: .admin, status: .unprocessableContent)
    }
    let (visit, answered) = try await answer(question, call, zone)
    let formats = try site.formats(visit, call)
    let shown = ReportPage(
      asked, ReportAnswer(question, answered.table, answered.names, visit.tenant.currency, formats),
      answered.names, formats)
    return site.show(shown, page, call, visit, at: .admin)
  }

  @Sendable func download(_ call: Call) async throws -> Response {
    let zone = try await site.clinic.zone(of: call.visitor)
    let asked = ReportForm(try call.query(), today: zone.local(site.clinic.clock()).day)
    guard let question = asked.question else { return site.redirect(call, to: Path.reports) }
    let (visit, answered) = try await answer(question, call, zone)
    let file = ReportFile(
      question, answered.table, answered.names, visit.tenant.currency, try site.formats(visit, call))
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/csv; charset=utf-8; header=present",
        .contentDisposition: "attachment; filename=\"\(file.name)\"",
      ], body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
  }

  private func answer(
    _ question: ReportQuestion, _ call: Call, _ zone: TimeZoneRules
  ) async throws -> (visit: Visit, answered: (table: ReportTable, names: ReportNames)) {
    let (visit, (records, hours, names)) = try await site.clinic.ask(
      call.visitor, .report(question, in: zone), .hours(for: question, in: zone), .reportNames)
    let offered =
      question.report == .fillRate
      ? HoursOffered(hours, to: question, sites: names.sites, in: zone) : nil
    let table = ReportTable(records, to: question, currency: visit.tenant.currency, offered: offered)
    return (visit, (table, names))
  }
}
