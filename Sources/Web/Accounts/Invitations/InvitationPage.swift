internal import Pages

/// `GET /invitations/:token` and a refused `POST`: somebody who was invited makes their account.
struct InvitationPage: Page {
  /// Nil when the link is good no longer.
  var invited: Invited?
  /// Of patients alone.
  var person: PersonFields?
  /// Of whom a record is there already: they say when they were born.
  var birth: DateField?
  /// Its value stays empty.
  var password = Field("password")
  /// The fewest characters of it.
  var least = 8
  /// The token in the address of this very page.
  var link = ""
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/invitation"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(
          notice: notice, (person?.controls ?? []) + [birth?.control, password.control].compactMap(\.self))),
      "invited": .view(invited), "person": .view(person), "birth": .view(birth), "password": .view(password),
      "least": .number(least),
      "link": .text(link), "action": .text(Path.invitation(link)),
    ]
  }

  static let samples = [
    InvitationPage(invited: Invited.samples[0], link: "token"),
    InvitationPage(
      invited: Invited.samples[0], person: PersonFields.samples[1],
      password: Field("password", label: "Password", problem: "Please use at least 8 characters"),
      link: "token"),
    InvitationPage(invited: Invited.samples[0], birth: DateField("birth"), link: "token"),
    InvitationPage(),
  ]
}

/// Whom an invitation is for.
struct Invited: View {
  let name: String
  let email: String
  let role: String

  var fields: Fields { ["name": .text(name), "email": .text(email), "role": .text(role)] }

  static let samples = [Invited(name: "Nadia Petrova", email: "nadia@example.com", role: "Front desk")]
}
