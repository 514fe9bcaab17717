import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// `GET /account/consents`: what somebody agreed to, and how to take it back.
struct OwnConsentsPage: Page {
  let rows: [OwnConsentRow]
  let isWithdrawn: Bool

  static let template = "telehealth/consents"

  var fields: Fields {
    ["rows": .list(rows), "isEmpty": .flag(rows.isEmpty), "isWithdrawn": .flag(isWithdrawn)]
  }

  static let samples = [
    OwnConsentsPage(rows: OwnConsentRow.samples, isWithdrawn: false),
    OwnConsentsPage(rows: [], isWithdrawn: true),
  ]
}

struct OwnConsentRow: View {
  let name: String
  let href: String
  /// `Version 2, Tuesday 24 November 2026`, of the agreement.
  let given: String
  /// The child that it is for; nil for one's own.
  let child: String?
  /// There is a newer version, to which nobody has agreed.
  let isOld: Bool
  let action: String

  var fields: Fields {
    [
      "consentName": .text(name), "href": .text(href), "given": .text(given), "child": .text(child),
      "isOld": .flag(isOld), "action": .text(action),
    ]
  }

  static let samples = [
    OwnConsentRow(
      name: "Telehealth", href: "/consents/1", given: "Version 2, Tuesday 24 November 2026", child: nil,
      isOld: false, action: "/account/consents/1/withdrawal"),
    OwnConsentRow(
      name: "Telehealth", href: "/consents/2", given: "Version 1, Monday 2 March 2026", child: "Léo Moreau",
      isOld: true, action: "/account/consents/2/withdrawal"),
  ]
}

/// What somebody agreed to.
struct OwnConsentRoutes: Sendable {
  let site: Site
  let page: Template<OwnConsentsPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(OwnConsentsPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, Path.ownConsents, .may(.seeOwnRecord), .ownRecord, "account.consents", look),
      site.route(
        .post, "\(Path.ownConsents)/:id/withdrawal", .may(.seeOwnRecord), .ownRecord,
        "account.consent.withdraw", withdraw),
    ]
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    let isWithdrawn = try call.query()["done"] == "1"
    let (visit, consents) = try await site.clinic.ask(
      call.visitor, .myTelehealthConsents(at: site.clinic.clock()))
    let formats = try site.formats(visit, call)
    let rows = consents.map { one in
      OwnConsentRow(
        name: one.name, href: Path.consent(one.text),
        given: formats.words[
          "consents.version",
          ["version": String(one.version), "at": formats.longDay(formats.day(one.at))]],
        child: one.isOwn ? nil : one.patientName, isOld: !one.isCurrent, action: Path.withdrawal(one.id))
    }
    return site.show(
      OwnConsentsPage(rows: rows, isWithdrawn: isWithdrawn), page, call, visit, at: .account)
  }

  @Sendable func withdraw(_ call: Call) async throws -> Response {
    let id: ID<TelehealthConsent> = try call.id()
    _ = try await call.form()
    try await site.clinic.withdraw(id, by: call.visitor)
    return site.redirect(call, to: "\(Path.ownConsents)?done=1")
  }
}
