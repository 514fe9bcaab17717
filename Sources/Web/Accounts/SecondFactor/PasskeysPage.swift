internal import Pages

/// `GET /account/passkeys`, and a refused change of a name.
struct PasskeysPage: Page {
  let passkeys: [PasskeyRow]
  /// What was just done, in a sentence.
  var done: String?
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/passkeys"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, passkeys.map(\.name.control))),
      "passkeys": .list(passkeys), "isEmpty": .flag(passkeys.isEmpty), "done": .text(done),
    ]
  }

  static let samples = [
    PasskeysPage(passkeys: []),
    PasskeysPage(passkeys: PasskeyRow.samples, done: "The passkey was added."),
  ]
}

/// One passkey of the account.
struct PasskeyRow: View {
  /// As it is kept, whatever was typed over it.
  let title: String
  /// Its field, as wide as the list is long: each has an id of its own.
  let name: Field
  let since: String
  let used: String?
  let isBackedUp: Bool
  /// Where it works, if not here.
  var elsewhere: String?
  /// Of the forms that rename and remove it.
  let rename: String
  let remove: String

  var fields: Fields {
    [
      "name": .view(name), "title": .text(title), "since": .text(since), "used": .text(used),
      "isBackedUp": .flag(isBackedUp), "elsewhere": .text(elsewhere), "rename": .text(rename),
      "remove": .text(remove),
    ]
  }

  static let samples = [
    PasskeyRow(
      title: "Phone", name: Field("name-1", "Phone"), since: "Tuesday 24 November 2026, 09:40",
      used: "Tuesday 24 November 2026, 09:52", isBackedUp: true, rename: "/account/passkeys/1/name",
      remove: "/account/passkeys/1/removal"),
    PasskeyRow(
      title: "Key", name: Field("name-2", "", label: "Name", problem: "Please fill this in"),
      since: "Monday 23 November 2026, 18:02", used: nil, isBackedUp: false,
      elsewhere: "riverside.example.net",
      rename: "/account/passkeys/2/name",
      remove: "/account/passkeys/2/removal"),
  ]
}
