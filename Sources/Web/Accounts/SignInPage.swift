internal import Pages

/// `GET /sign-in` and a refused `POST`.
struct SignInPage: Page {
  var email = Field("email")
  /// Its value stays empty.
  var password = Field("password")
  var next = ""
  var passkey: PasskeyForm?
  /// The time that was chosen before.
  var kept: KeptTime?
  /// The password was just replaced.
  var isReset = false
  /// What concerns no single field; never says which of the two was wrong.
  var notice: String?

  static let template = "accounts/sign-in"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [email.control, password.control])),
      "email": .view(email),
      "password": .view(password),
      "next": .text(next),
      "kept": .view(kept),
      "isReset": .flag(isReset),
      "passkey": .view(passkey),
      "signUp": .text(Path.with(next: next, Path.signUp)),
    ]
  }

  static let samples = [
    SignInPage(passkey: PasskeyForm.samples[0]),
    SignInPage(isReset: true),
    SignInPage(kept: KeptTime.samples[0]),
    SignInPage(
      email: Field("email", "paul@example.com"), notice: "The e-mail address or the password is not right."),
  ]
}
