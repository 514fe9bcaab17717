internal import Pages

/// `GET /account/profile` of a member of staff and a refused `POST`: what they are called here. The name under which
/// patients find a doctor is the doctor's own, and the administrator's to change.
struct DisplayNamePage: Page {
  var displayName = Field("displayName")
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/display-name"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [displayName.control])),
      "displayName": .view(displayName),
    ]
  }

  static let samples = [
    DisplayNamePage(displayName: Field("displayName", "Dr Amira Haddad")),
    DisplayNamePage(
      displayName: Field("displayName", "", label: "Name shown here", problem: "Please fill this in")),
  ]
}
