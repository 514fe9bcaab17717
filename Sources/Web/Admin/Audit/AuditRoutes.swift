import Clinic
import Hummingbird
import Pages
import Shell

/// The audit log, for administrators.
struct AuditRoutes: Sendable {
  let site: Site
  let auditPage: Template<AuditPage>

  init(site: Site) throws {
    self.site = site
    auditPage = try site.library.template(AuditPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, "/admin/audit", .may(.readAuditLog), .administration, "admin.audit", events)]
  }

  @Sendable func events(_ call: Call) async throws -> Response {
    let query = try call.query()
    let search = AuditSearch(account: ID(query["account"]), before: ID(query["before"]))
    let (visit, (found, person)) = try await site.clinic.ask(
      call.visitor, .auditEvents(search), .accountName(search.account))
    let formats = try site.formats(visit, .english)
    let shown = found.prefix(AuditSearch.pageSize)
    let older =
      found.count > shown.count
      ? shown.last.map { Path.audit(AuditSearch(account: search.account, before: $0.id)) } : nil
    let page = AuditPage(
      events: shown.map { AuditRow($0, formats) }, person: person, all: Path.audit(AuditSearch()),
      older: older)
    return site.show(page, auditPage, call, visit, at: .admin)
  }
}

extension AuditRow {
  init(_ event: AuditEntry, _ formats: Formats) {
    self.init(
      what: formats.words.act(event.act, event.changed), when: formats.longInstant(event.at),
      actor: event.actor, subject: event.subject == event.actor ? nil : event.subject,
      browser: formats.words.browser(event.agent), address: event.address,
      detail: event.detail.isEmpty ? nil : event.detail)
  }
}
