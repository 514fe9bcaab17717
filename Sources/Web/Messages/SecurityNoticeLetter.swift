internal import Pages

/// To an account's owner: something happened to the way into it.
struct SecurityNoticeLetter: Letter {
  let clinic: String
  let phone: String
  /// A sentence.
  let what: String
  /// `Firefox on Linux`
  let browser: String
  /// The IP address it was done from; empty when it is not known.
  let address: String
  /// An absolute address; nil for somebody whom this account lets in no longer.
  let security: String?

  static let template = "mail/security-notice"

  var fields: Fields {
    [
      "clinic": .text(clinic), "phone": .text(phone), "what": .text(what), "browser": .text(browser),
      "address": .text(address), "security": .text(security),
    ]
  }

  static let samples = [
    SecurityNoticeLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123",
      what: "Somebody signed in to your account from a browser that it was not used on before.",
      browser: "Firefox on Linux", address: "203.0.113.7",
      security: "https://riverside.example.org/account/security"),
    SecurityNoticeLetter(
      clinic: "Riverside Polyclinic", phone: "", what: "A passkey was added to your account.",
      browser: "Unknown browser", address: "", security: "https://riverside.example.org/account/security"),
    SecurityNoticeLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123", what: "Your account was just closed, from:",
      browser: "Firefox on Linux", address: "203.0.113.7", security: nil),
  ]
}
