import Clinic
import Hummingbird
import Pages
import Shell

/// A host of the clinic's own: asked for here, taken into service by whoever runs the installation.
struct DomainRoutes: Sendable {
  let site: Site
  let page: Template<DomainPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(DomainPage.self)
  }

  var routes: [Route<Admission>] {
    let removal = "\(Path.domain)/removal"
    return [
      site.route(.get, Path.domain, .may(.setRules), .administration, "admin.domain", domain),
      site.route(.post, Path.domain, .may(.setRules), .administration, "admin.domain.ask", ask),
      site.route(.post, removal, .may(.setRules), .administration, "admin.domain.give-up", giveUp),
    ]
  }

  @Sendable func domain(_ call: Call) async throws -> Response { try await show(Form(), call) }

  @Sendable func ask(_ call: Call) async throws -> Response {
    try await site.confirmed(call, back: Path.domain) {
      try await call.submit { form in
        let name = try DomainName(form["domain"], installation: site.origins.baseDomain, at: "domain")
        try await site.clinic.wishForDomain(name, by: call.visitor)
        return site.redirect(call, to: Path.domain)
      } showAgain: { form, refusal in
        try await show(form, call, refusal)
      }
    }
  }

  @Sendable func giveUp(_ call: Call) async throws -> Response {
    try await site.confirmed(call, back: Path.domain) {
      _ = try await call.form()
      let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
      try await site.clinic.giveUpDomain(by: call.visitor)
      // The host of this very page may lead nowhere by now.
      let isHere = visit.tenant.domain == call.visitor.host
      return site.redirect(
        call,
        to: isHere ? site.origins.url(site.origins.host(visit.tenant.slug), Path.domain) : Path.domain)
    }
  }

  /// Who has to prove themselves does so before they type.
  private func show(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, (stored, use, changes, isConfirmed)) = try await site.clinic.ask(
      call.visitor, .ownDomain, .domainUse, .settingChanges,
      .isConfirmed(by: call.visitor, at: now, for: 300))
    guard isConfirmed else {
      return site.redirect(call, to: Path.with(next: Path.domain, Path.confirmIdentity))
    }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let page = DomainPage(
      name: shown.field("domain", label: "domain.name"),
      current: stored.map { CurrentDomain($0, use, words) }, usual: site.origins.host(visit.tenant.slug),
      changed: formats.settingChanged(changes[OwnDomain.setting]), notice: shown.problem(""))
    return site.show(
      page, self.page, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.domain)
  }
}

extension CurrentDomain {
  fileprivate init(_ domain: OwnDomain, _ use: DomainUse, _ words: Words) {
    self.init(
      host: domain.host,
      status: domain.isActive
        ? Badge(words["domain.active"], .good) : Badge(words["domain.waits"], .warn),
      isActive: domain.isActive, recordName: domain.recordName, recordValue: domain.proof,
      passkeys: use.withPasskeys)
  }
}

extension Path {
  static let domain = "/admin/domain"
}
