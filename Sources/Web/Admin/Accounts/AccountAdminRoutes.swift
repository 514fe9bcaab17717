import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Everybody's accounts, as administrators look after them.
struct AccountAdminRoutes: Sendable {
  let site: Site
  let accountPage: Template<AccountAdminPage>

  init(site: Site) throws {
    self.site = site
    accountPage = try site.library.template(AccountAdminPage.self)
  }

  var routes: [Route<Admission>] {
    [
      route(.post, "/admin/sessions/end", "admin.sessions") { call in
        _ = try await call.form()
        return try await site.confirmed(call, back: Path.rules) {
          try await site.clinic.endEverySession(by: call.visitor)
          return site.redirect(call, to: "\(Path.accounts)?done=everybody")
        }
      },
      route(.get, "/admin/accounts/:id", "admin.account", show),
      route(.post, "/admin/accounts/:id/role", "admin.account.role", setRole),
      route(.post, "/admin/accounts/:id/factor-reset", "admin.account.reset") { call in
        try await act(call, "reset") { try await site.clinic.resetFactors(of: $0, by: call.visitor) }
      },
      route(.post, "/admin/accounts/:id/sessions/end", "admin.account.sessions") { call in
        try await act(call, "signed-out") { try await site.clinic.endSessions(of: $0, by: call.visitor) }
      },
      route(.post, "/admin/accounts/:id/disablement", "admin.account.disable") { call in
        try await act(call, "disabled") { try await site.clinic.disable($0, by: call.visitor) }
      },
      route(.post, "/admin/accounts/:id/enablement", "admin.account.enable") { call in
        try await act(call, "enabled") { try await site.clinic.enable($0, by: call.visitor) }
      },
    ]
  }

  private func route(
    _ method: HTTPRequest.Method, _ pattern: String, _ name: String,
    _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route<Admission> {
    site.route(method, pattern, .may(.manageAccounts), .administration, name, handle)
  }

  @Sendable func show(_ call: Call) async throws -> Response {
    let done = try call.query()["done"]
    return try await show(try call.id(), call, done: done)
  }

  @Sendable func setRole(_ call: Call) async throws -> Response {
    let form = try await call.form()
    var fields = FieldReader(form)
    let role = fields.choice("role", Role.self)
    guard let role else {
      return try await show(try call.id(), call, .invalid([Problem("", "problem.choose")]))
    }
    return try await done(call, "role") {
      try await site.clinic.setRole(role, practitioner: ID(form["practitioner"]), of: $0, by: call.visitor)
    }
  }

  /// A form of nothing but a button.
  private func act(
    _ call: Call, _ done: String, _ work: (ID<Account>) async throws -> Void
  ) async throws -> Response {
    _ = try await call.form()
    return try await self.done(call, done, work)
  }

  private func done(
    _ call: Call, _ done: String, _ work: (ID<Account>) async throws -> Void
  ) async throws -> Response {
    let id: ID<Account> = try call.id()
    do {
      return try await site.confirmed(call, back: Path.account(id)) {
        try await work(id)
        return site.redirect(call, to: "\(Path.account(id))?done=\(done)")
      }
    } catch Refusal.conflict(let conflict) {
      return try await show(id, call, Refusal.conflict(conflict))
    }
  }

  private func show(
    _ id: ID<Account>, _ call: Call, done: String = "", _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (visit, (account, events, doctors)) = try await site.clinic.ask(
      call.visitor, .account(id, at: site.clinic.clock()), .auditEvents(of: id),
      .practitionersWithoutAccount)
    guard let account else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let shown = ShownForm(Form(), refusal?.problems ?? [], formats.words)
    let page = AccountAdminPage(
      name: account.name, email: account.email, role: formats.words["role.\(account.role.rawValue)"],
      since: formats.longInstant(account.createdAt), isOwn: visit.account?.id == id,
      isDisabled: account.isDisabled, hasAuthenticator: account.hasAuthenticator, passkeys: account.passkeys,
      recoveryCodes: account.recoveryCodes, sessions: account.sessions,
      roles: Role.choices(formats.words, chosen: account.role),
      doctors: [Choice("", formats.words["accounts.no-doctor"])]
        + doctors.map { Choice($0.id.description, $0.name) },
      events: events.map { AuditRow($0, formats) }, here: Path.account(id),
      audit: Path.audit(of: id), doings: Path.audit(by: id),
      done: formats.words.done(done, among: ["role", "reset", "signed-out", "disabled", "enabled"]),
      notice: shown.problem(""))
    return site.show(
      page, accountPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.account(id))
  }
}

extension Role {
  static func choices(_ words: Words, chosen: Role?) -> [Choice] {
    allCases.map { Choice($0.rawValue, words["role.\($0.rawValue)"], chosen: $0 == chosen) }
  }
}

extension Words {
  /// What an address says was done, in a sentence; nil for anything that nobody does here.
  func done(_ what: String, among known: [String]) -> String? {
    known.contains(what) ? self["accounts.done.\(what)"] : nil
  }
}
