internal import Pages

/// `GET /password/forgotten` and a refused `POST`; after an accepted one, what to do now.
struct ForgottenPasswordPage: Page {
  var email = Field("email")
  /// Said of every address, known or not.
  var isSent = false
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/forgotten-password"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [email.control])),
      "email": .view(email),
      "isSent": .flag(isSent),
    ]
  }

  static let samples = [
    ForgottenPasswordPage(),
    ForgottenPasswordPage(isSent: true),
    ForgottenPasswordPage(
      email: Field("email", "paul@", label: "E-mail address", problem: "Please enter an e-mail address")),
  ]
}
