internal import Pages

/// `GET /account/password` and a refused `POST`.
struct ChangePasswordPage: Page {
  let email: String
  /// Their values stay empty.
  var current = Field("current")
  var password = Field("password")
  /// The fewest characters of it.
  var least = 8
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/change-password"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [current.control, password.control])),
      "email": .text(email), "current": .view(current), "password": .view(password), "least": .number(least),
    ]
  }

  static let samples = [
    ChangePasswordPage(email: "paul@example.com"),
    ChangePasswordPage(
      email: "paul@example.com",
      current: Field("current", label: "Password you have now", problem: "This is not your password")),
  ]
}
