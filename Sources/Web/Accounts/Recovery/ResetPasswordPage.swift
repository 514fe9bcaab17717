internal import Pages

/// `GET /password/reset/:token` and a refused `POST`.
struct ResetPasswordPage: Page {
  /// Whose password it is; nil when the link is good no longer.
  var email: String?
  /// The token in the address of this very page.
  var link = ""
  /// Its value stays empty.
  var password = Field("password")
  /// The fewest characters of it.
  var least = 8
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/reset-password"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [password.control])),
      "email": .text(email),
      "link": .text(link), "action": .text(Path.resetPassword(link)),
      "password": .view(password), "least": .number(least),
    ]
  }

  static let samples = [
    ResetPasswordPage(email: "paul@example.com", link: "token"),
    ResetPasswordPage(
      email: "paul@example.com", link: "token",
      password: Field("password", label: "Password", problem: "Please use at least 8 characters")),
    ResetPasswordPage(),
  ]
}
