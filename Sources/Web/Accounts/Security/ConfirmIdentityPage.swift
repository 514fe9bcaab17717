internal import Pages

/// `GET /account/confirm` and a refused `POST`: who is at the keyboard, before something sensitive is done.
struct ConfirmIdentityPage: Page {
  /// Not from those whose second factor is a passkey alone.
  var takesPassword = true
  let email: String
  /// Its value stays empty.
  var password = Field("password")
  /// Nil for who has no authenticator app.
  var code: Field?
  var next = ""
  /// Nil without passkeys.
  var passkey: PasskeyForm?
  /// Where the account has passkeys, if none of them works here.
  var elsewhere: PasskeyElsewhere?
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/confirm-identity"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(notice: notice, [password.control] + (code.map { [$0.control] } ?? []))),
      "email": .text(email), "takesPassword": .flag(takesPassword),
      "password": .view(password), "code": .view(code), "next": .text(next),
      "passkey": .view(passkey), "elsewhere": .view(elsewhere),
    ]
  }

  static let samples = [
    ConfirmIdentityPage(email: "paul@example.com", passkey: PasskeyForm.samples[0]),
    ConfirmIdentityPage(
      takesPassword: false, email: "paul@example.com", passkey: PasskeyForm.samples[0],
      notice: "That passkey could not be used here."),
    ConfirmIdentityPage(
      takesPassword: false, email: "paul@example.com", elsewhere: PasskeyElsewhere.samples[0]),
    ConfirmIdentityPage(
      email: "paul@example.com",
      password: Field("password", label: "Password", problem: "This is not your password"),
      code: Field("code")),
  ]
}
