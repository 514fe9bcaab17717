internal import Pages

/// `GET /conversations`: what patients have written, for whose work it is.
struct ConversationsPage: Page {
  let scopes: [ScopeLink]
  let teams: [Choice]
  let scope: String
  /// The one patient whose they are.
  var patient: String?
  var patientID = ""
  /// Where one with that patient is begun.
  var write: String?
  let rows: [ConversationRow]
  let older: String?
  let version: String
  var done: String?

  static let template = "conversations/conversations"

  var fields: Fields {
    [
      "scopes": .list(scopes), "teams": .list(teams), "hasTeams": .flag(teams.count > 2),
      "scope": .text(scope),
      "patient": .text(patient), "patientID": .text(patientID), "write": .text(write), "rows": .list(rows),
      "isEmpty": .flag(rows.isEmpty), "older": .text(older), "version": .text(version), "done": .text(done),
    ]
  }

  static let samples = [
    ConversationsPage(
      scopes: ScopeLink.samples,
      teams: [Choice("", "All teams"), Choice("1", "Billing", chosen: true), Choice("2", "Front desk")],
      scope: "teams", rows: ConversationRow.samples, older: "/conversations?scope=teams&after=2", version: "1"
    ),
    ConversationsPage(
      scopes: ScopeLink.samples, teams: [], scope: "all", patient: "Paul Moreau", patientID: "1",
      write: "/patients/1/conversation", rows: [], older: nil, version: "none",
      done: "It is in other hands now."),
  ]
}

struct ScopeLink: View {
  let text: String
  let count: String?
  let href: String
  let isCurrent: Bool

  var fields: Fields {
    ["text": .text(text), "count": .text(count), "href": .text(href), "isCurrent": .flag(isCurrent)]
  }

  static let samples = [
    ScopeLink(text: "Mine", count: "2", href: "/conversations?scope=mine", isCurrent: true),
    ScopeLink(text: "Closed", count: nil, href: "/conversations?scope=closed", isCurrent: false),
  ]
}
