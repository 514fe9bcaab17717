internal import Pages

/// `GET /sign-up` and a refused `POST /sign-up`.
struct SignUpPage: Page {
  var person = PersonFields()
  var email = Field("email")
  /// Its value stays empty: a password never travels back.
  var password = Field("password")
  /// The fewest characters of it.
  var least = 8
  /// Where to go in the end.
  var next = ""
  /// The time that was chosen before.
  var kept: KeptTime?
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/sign-up"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(notice: notice, person.controls + [email.control, password.control])),
      "person": .view(person),
      "email": .view(email),
      "password": .view(password),
      "least": .number(least),
      "next": .text(next),
      "kept": .view(kept),
      "signIn": .text(Path.with(next: next, Path.signIn)),
    ]
  }

  static let samples =
    [
      SignUpPage(),
      SignUpPage(
        person: PersonFields.samples[1],
        password: Field("password", label: "Password", problem: "Please use at least 12 characters"),
        least: 12, next: "/appointments/new?offer=a"),
    ] + KeptTime.samples.map { SignUpPage(kept: $0) }
}
