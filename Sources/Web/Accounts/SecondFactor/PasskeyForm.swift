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

/// Where the passkeys of an account work, if none of them does here: a clinic may have two hosts.
struct PasskeyElsewhere: View {
  let host: String
  let signIn: String

  init(host: String, signIn: String) {
    self.host = host
    self.signIn = signIn
  }

  init(host: String, _ origins: Origins) {
    self.init(host: host, signIn: origins.url(host, Path.signIn))
  }

  var fields: Fields { ["host": .text(host), "signIn": .text(signIn)] }

  static let samples = [
    PasskeyElsewhere(host: "riverside.example.net", signIn: "https://riverside.example.net/sign-in")
  ]
}
