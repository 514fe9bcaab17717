internal import Pages

/// `GET /admin/invitations/new` and a refused `POST /admin/invitations`.
struct NewInvitationPage: Page {
  var given = Field("given")
  var family = Field("family")
  var email = Field("email")
  let role: ChoiceField
  let practitioner: ChoiceField
  let language: ChoiceField
  /// What concerns no single field.
  var notice: String?

  static let template = "admin/new-invitation"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(
          notice: notice,
          [
            given.control, family.control, email.control, role.control, practitioner.control,
            language.control,
          ])),
      "given": .view(given), "family": .view(family), "email": .view(email), "role": .view(role),
      "practitioner": .view(practitioner), "letterLanguage": .view(language),
    ]
  }

  static let samples = [
    NewInvitationPage(
      role: ChoiceField("role", Choice.samples), practitioner: ChoiceField("practitioner", Choice.samples),
      language: ChoiceField("language", Choice.samples)),
    NewInvitationPage(
      given: Field("given", "Nadia"), family: Field("family", "Petrova"),
      email: Field("email", "nadia@", label: "E-mail address", problem: "Please enter an e-mail address"),
      role: ChoiceField("role", Choice.samples, label: "Role", problem: "Please choose"),
      practitioner: ChoiceField("practitioner", []), language: ChoiceField("language", Choice.samples)),
  ]
}
