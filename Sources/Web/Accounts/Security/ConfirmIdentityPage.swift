internal import Pages

/// `GET /account/confirm` and a refused `POST`: who is at the keyboard, before something sensitive is done.
struct ConfirmIdentityPage: Page {
  let email: String
  /// Its value stays empty.
  var password = Field("password")
  var next = ""
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/confirm-identity"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [password.control])), "email": .text(email),
      "password": .view(password), "next": .text(next),
    ]
  }

  static let samples = [
    ConfirmIdentityPage(email: "paul@example.com"),
    ConfirmIdentityPage(
      email: "paul@example.com",
      password: Field("password", label: "Password", problem: "This is not your password")),
  ]
}
