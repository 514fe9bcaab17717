internal import Pages

/// `GET /sign-in/code` and a refused `POST`: the second factor (RFC 6238).
struct SignInCodePage: Page {
  var code = Field("code")
  var next = ""
  /// Whether the account has an authenticator app; if not, it has passkeys.
  var hasAuthenticator = true
  /// Nil without passkeys.
  var passkey: PasskeyForm?
  /// Where the account has passkeys, if none of them works here.
  var elsewhere: PasskeyElsewhere?
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/sign-in-code"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [code.control])),
      "code": .view(code),
      "next": .text(next),
      "hasAuthenticator": .flag(hasAuthenticator),
      "passkey": .view(passkey), "elsewhere": .view(elsewhere),
      "usesPasskey": .flag(!hasAuthenticator && passkey != nil),
      "recovery": .text(Path.with(next: next, Path.signInRecovery)),
      "signIn": .text(Path.with(next: next, Path.signIn)),
    ]
  }

  static let samples = [
    SignInCodePage(),
    SignInCodePage(passkey: PasskeyForm.samples[0]),
    SignInCodePage(
      hasAuthenticator: false, passkey: PasskeyForm.samples[0], notice: "That passkey could not be used here."
    ),
    SignInCodePage(hasAuthenticator: false, elsewhere: PasskeyElsewhere.samples[0]),
    SignInCodePage(
      code: Field("code", "12", label: "Six-digit code", problem: "Enter the six digits of the code")),
  ]
}
