import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Everybody's accounts, as administrators look after them.
struct AccountAdminRoutes: Sendable {
  let site: Site
  let listPage: Template<AccountsPage>
  let accountPage: Template<AccountAdminPage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(AccountsPage.self)
    accountPage = try site.library.template(AccountAdminPage.self)
  }

  var routes: [Route<Admission>] {
    [
      route(.get, "/admin/accounts", "admin.accounts", list),
      route(.post, "/admin/sessions/end", "admin.sessions") { call in
        _ = try await call.form()
        return try await site.confirmed(call, back: Path.accounts) {
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

  @Sendable func list(_ call: Call) async throws -> Response {
    let query = try call.query()
    let search = AccountSearch(query)
    let (visit, (found, total, invitations)) = try await site.clinic.ask(
      call.visitor, .accounts(search), .count(search), .openInvitations)
    let formats = try site.formats(visit, .english)
    let page = AccountsPage(
      search, found.map { AccountRow($0, formats.words) }, total: total,
      invitations.map { InvitationRow($0, formats, at: visit.now) }, formats.words,
      done: formats.words.done(
        query["done"], among: ["invited", "sent-again", "withdrawn", "everybody", "enough", "taken", "gone"]))
    return site.show(page, listPage, call, visit, at: .admin)
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
      call.visitor, .account(id, at: site.clinic.clock()), .auditEvents(AuditSearch(account: id)),
      .practitionersWithoutAccount)
    guard let account else { throw Refusal.unknown }
    let formats = try site.formats(visit, .english)
    let shown = ShownForm(Form(), refusal?.problems ?? [], formats.words)
    let page = AccountAdminPage(
      name: account.name, email: account.email, role: formats.words["role.\(account.role.rawValue)"],
      since: formats.longInstant(account.createdAt), isOwn: visit.account?.id == id,
      isDisabled: account.isDisabled, hasAuthenticator: account.hasAuthenticator, passkeys: account.passkeys,
      recoveryCodes: account.recoveryCodes, sessions: account.sessions,
      roles: Role.choices(formats.words, chosen: account.role),
      doctors: [Choice("", formats.words["accounts.no-doctor"])]
        + doctors.map { Choice($0.id.description, $0.name) },
      events: events.prefix(10).map { AuditRow($0, formats) }, here: Path.account(id),
      audit: Path.audit(AuditSearch(account: id)),
      done: formats.words.done(done, among: ["role", "reset", "signed-out", "disabled", "enabled"]),
      notice: shown.problem(""))
    return site.show(
      page, accountPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.account(id))
  }
}

extension AccountSearch {
  /// What can't be meant is left out: an address is typed, shared and cut short.
  init(_ query: Form) {
    self.init(
      text: String(query["q"].trimmed.prefix(Self.longestText)), role: Role(rawValue: query["role"]),
      page: min(max(Int(query["page"]) ?? 1, 1), 10_000))
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

extension AccountsPage {
  init(
    _ search: AccountSearch, _ accounts: [AccountRow], total: Int, _ invitations: [InvitationRow],
    _ words: Words,
    done: String?
  ) {
    let pages = (total + AccountSearch.pageSize - 1) / AccountSearch.pageSize
    self.init(
      text: search.text,
      roles: [Choice("", words["accounts.any-role"], chosen: search.role == nil)]
        + Role.choices(words, chosen: search.role),
      accounts: accounts, invitations: invitations, total: total, page: search.page, pages: pages,
      // From beyond the end, back to the last page.
      previous: search.page > 1 ? Path.accounts(search, page: max(1, min(search.page - 1, pages))) : nil,
      next: search.page < pages ? Path.accounts(search, page: search.page + 1) : nil, done: done)
  }
}

extension AccountRow {
  init(_ account: ListedAccount, _ words: Words) {
    self.init(
      name: account.name, email: account.email, role: words["role.\(account.role.rawValue)"],
      isDisabled: account.isDisabled, href: Path.account(account.id))
  }
}

extension InvitationRow {
  init(_ invitation: Invitation, _ formats: Formats, at now: Date) {
    self.init(
      name: invitation.name, email: invitation.email, role: formats.words["role.\(invitation.role.rawValue)"],
      sent: formats.longInstant(invitation.sentAt),
      until: invitation.expiresAt > now ? formats.longInstant(invitation.expiresAt) : nil,
      again: Path.invitation(invitation.id, "letter"), withdraw: Path.invitation(invitation.id, "withdrawal"))
  }
}
