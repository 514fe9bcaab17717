internal import Pages

/// `GET /admin/accounts`: who can sign in, and who is invited to.
struct AccountsPage: Page {
  /// What was searched for.
  let text: String
  let roles: [Choice]
  let accounts: [AccountRow]
  let invitations: [InvitationRow]
  /// On all pages of the result.
  let total: Int
  let page: Int
  let pages: Int
  let previous: String?
  let next: String?
  /// What was just done, in a sentence.
  var done: String?

  static let template = "admin/accounts"

  private var isFiltered: Bool { !text.isEmpty || roles.contains { $0.chosen && !$0.value.isEmpty } }

  var fields: Fields {
    [
      "text": .text(text), "roles": .list(roles), "accounts": .list(accounts),
      "invitations": .list(invitations), "hasInvitations": .flag(!invitations.isEmpty),
      "total": .number(total), "isOne": .flag(total == 1), "isEmpty": .flag(accounts.isEmpty),
      "isFiltered": .flag(isFiltered), "page": .number(page), "pages": .number(pages),
      "hasPages": .flag(pages > 1), "previous": .text(previous), "next": .text(next), "done": .text(done),
    ]
  }

  static let samples = [
    AccountsPage(
      text: "", roles: Choice.samples, accounts: AccountRow.samples, invitations: InvitationRow.samples,
      total: 30, page: 2, pages: 2, previous: "/admin/accounts?page=1", next: nil,
      done: "The invitation is on its way."),
    AccountsPage(
      text: "Zażółć", roles: Choice.samples, accounts: [], invitations: [], total: 0, page: 1, pages: 0,
      previous: nil, next: nil),
  ]
}

struct AccountRow: View {
  let name: String
  let email: String
  let role: String
  let isDisabled: Bool
  let href: String

  var fields: Fields {
    [
      "name": .text(name), "email": .text(email), "role": .text(role), "isDisabled": .flag(isDisabled),
      "href": .text(href),
    ]
  }

  static let samples = [
    AccountRow(
      name: "Dr Amira Haddad", email: "amira@riverside.example", role: "Doctor", isDisabled: false,
      href: "/admin/accounts/1"),
    AccountRow(
      name: "Paul Fletcher", email: "paul@riverside.example", role: "Patient", isDisabled: true,
      href: "/admin/accounts/2"),
  ]
}

struct InvitationRow: View {
  let name: String
  let email: String
  let role: String
  /// When the latest letter was sent.
  let sent: String
  /// Until when its link is good; nil once it has lapsed.
  let until: String?
  /// Of the forms that send it again and withdraw it.
  let again: String
  let withdraw: String

  var fields: Fields {
    [
      "name": .text(name), "email": .text(email), "role": .text(role), "sent": .text(sent),
      "until": .text(until), "again": .text(again), "withdraw": .text(withdraw),
    ]
  }

  static let samples = [
    InvitationRow(
      name: "Nadia Petrova", email: "nadia@example.com", role: "Front desk",
      sent: "Tuesday 24 November 2026, 09:40", until: "Tuesday 1 December 2026, 09:40",
      again: "/admin/invitations/1/letter", withdraw: "/admin/invitations/1/withdrawal"),
    InvitationRow(
      name: "Tomás Ó Briain", email: "tomas@example.com", role: "Administrator",
      sent: "Monday 2 November 2026, 09:40", until: nil, again: "/admin/invitations/2/letter",
      withdraw: "/admin/invitations/2/withdrawal"),
  ]
}
