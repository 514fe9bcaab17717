internal import Pages

/// A form that a script fills with a passkey's answer; without scripts it stays hidden.
struct PasskeyForm: View {
  let action: String
  /// Of WebAuthn Level 3, as JSON.
  let options: String
  let terms: String
  var next = ""

  var fields: Fields {
    ["action": .text(action), "options": .text(options), "terms": .text(terms), "next": .text(next)]
  }

  static let samples = [
    PasskeyForm(
      action: "/sign-in/passkey", options: #"{"challenge":"AAAA"}"#, terms: "terms", next: "/doctors")
  ]
}
