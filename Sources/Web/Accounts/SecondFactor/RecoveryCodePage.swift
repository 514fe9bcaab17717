internal import Pages

/// `GET /sign-in/recovery-code` and a refused `POST`: the second factor for who has lost the authenticator.
struct RecoveryCodePage: Page {
  var code = Field("code")
  var next = ""
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/recovery-code"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [code.control])), "code": .view(code),
      "next": .text(next),
      "back": .text(Path.with(next: next, Path.signInCode)),
    ]
  }

  static let samples = [
    RecoveryCodePage(),
    RecoveryCodePage(
      code: Field("code", "ABCD-", label: "Recovery code", problem: "Enter all 24 letters")),
  ]
}
