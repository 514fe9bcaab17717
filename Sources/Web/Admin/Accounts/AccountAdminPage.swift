internal import Pages

/// `GET /admin/accounts/:id`: one account, and what an administrator may do to it.
struct AccountAdminPage: Page {
  let name: String
  let email: String
  let role: String
  let since: String
  let isOwn: Bool
  let isDisabled: Bool
  let hasAuthenticator: Bool
  let passkeys: Int
  let recoveryCodes: Int
  let sessions: Int
  let roles: [Choice]
  /// Whom no account belongs to.
  var doctors: [Choice] = []
  let events: [AuditRow]
  /// The address of this page; its forms lead further down.
  let here: String
  /// All that happened to the account, and all that its owner did.
  let audit: String
  let doings: String
  /// What was just done, in a sentence.
  var done: String?
  /// Why it was not.
  var notice: String?

  static let template = "admin/account"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)),
      "name": .text(name), "email": .text(email), "role": .text(role), "since": .text(since),
      "isOwn": .flag(isOwn), "isDisabled": .flag(isDisabled), "hasAuthenticator": .flag(hasAuthenticator),
      "passkeys": .number(passkeys), "recoveryCodes": .number(recoveryCodes), "sessions": .number(sessions),
      "roles": .list(roles), "doctors": .list(doctors), "events": .list(events),
      "hasEvents": .flag(!events.isEmpty),
      "here": .text(here), "audit": .text(audit), "doings": .text(doings), "done": .text(done),
    ]
  }

  static let samples = [
    AccountAdminPage(
      name: "Paul Fletcher", email: "paul@riverside.example", role: "Patient",
      since: "Monday 2 November 2026, 09:40", isOwn: false, isDisabled: false, hasAuthenticator: true,
      passkeys: 2, recoveryCodes: 8, sessions: 1, roles: Choice.samples, events: AuditRow.samples,
      here: "/admin/accounts/1", audit: "/admin/audit?account=1",
      doings: "/admin/audit?person=1", done: "Saved."),
    AccountAdminPage(
      name: "Dana Whitfield", email: "dana@riverside.example", role: "Administrator",
      since: "Monday 2 November 2026, 09:40", isOwn: true, isDisabled: false, hasAuthenticator: true,
      passkeys: 0, recoveryCodes: 0, sessions: 1, roles: Choice.samples, events: [],
      here: "/admin/accounts/2", audit: "/admin/audit?account=2",
      doings: "/admin/audit?person=2"),
    AccountAdminPage(
      name: "Ben Carter", email: "ben@riverside.example", role: "Front desk",
      since: "Monday 2 November 2026, 09:40", isOwn: false, isDisabled: true, hasAuthenticator: false,
      passkeys: 0, recoveryCodes: 0, sessions: 0, roles: Choice.samples, events: [],
      here: "/admin/accounts/3", audit: "/admin/audit?account=3",
      doings: "/admin/audit?person=3",
      notice: "This is the last administrator."),
  ]
}
