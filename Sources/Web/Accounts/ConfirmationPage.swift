internal import Pages

/// `GET /sign-up/confirmation` and a refused `POST`: the code that was mailed.
struct ConfirmationPage: Page {
  var email: String
  var code = Field("code")
  var next = ""
  /// A new code was just sent.
  var isResent = false
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/confirmation"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [code.control])),
      "email": .text(email),
      "code": .view(code),
      "next": .text(next),
      "isResent": .flag(isResent),
    ]
  }

  static let samples = [
    ConfirmationPage(email: "paul@example.com"),
    ConfirmationPage(email: "paul@example.com", isResent: true),
    ConfirmationPage(
      email: "a.very.long.address.that.does.not.fit.on.a.phone@department.hospital.example.org",
      code: Field("code", "12345", label: "Six-digit code", problem: "Enter the six digits of the code")),
  ]
}
