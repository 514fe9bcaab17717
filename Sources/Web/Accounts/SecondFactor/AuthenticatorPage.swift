internal import Pages

/// `GET /account/authenticator`: the authenticator app of the account.
struct AuthenticatorPage: Page {
  let hasAuthenticator: Bool
  var hasPasskeys = false
  /// Whether the clinic leaves it to the person.
  let mayRemove: Bool

  static let template = "accounts/authenticator"

  var fields: Fields {
    [
      "hasAuthenticator": .flag(hasAuthenticator), "mayRemove": .flag(mayRemove && hasAuthenticator),
      "isOptional": .flag(mayRemove), "hasPasskeys": .flag(hasPasskeys),
    ]
  }

  static let samples = [
    AuthenticatorPage(hasAuthenticator: true, mayRemove: false),
    AuthenticatorPage(hasAuthenticator: true, mayRemove: true),
    AuthenticatorPage(hasAuthenticator: false, mayRemove: true),
    AuthenticatorPage(hasAuthenticator: false, hasPasskeys: true, mayRemove: true),
  ]
}
