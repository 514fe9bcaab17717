internal import Pages

/// `GET /account/passkeys/new` and a refused `POST`.
struct NewPasskeyPage: Page {
  var name = Field("name")
  let options: String
  let terms: String
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/new-passkey"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [name.control])), "name": .view(name),
      "options": .text(options), "terms": .text(terms),
    ]
  }

  static let samples = [
    NewPasskeyPage(
      name: Field("name", "Firefox on Linux"), options: #"{"challenge":"AAAA"}"#, terms: "terms"),
    NewPasskeyPage(
      name: Field("name", "", label: "Name", problem: "Please fill this in"), options: "{}", terms: "terms",
      notice: "That passkey could not be used."),
  ]
}
