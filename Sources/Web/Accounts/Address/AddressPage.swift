internal import Pages

/// `GET /account/email` and a refused `POST`: another e-mail address for the account.
struct AddressPage: Page {
  /// The address that signs in now.
  let address: String
  /// The new one that waits for its code.
  var waiting: String?
  var email = Field("email")
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/address"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [email.control])), "current": .text(address),
      "waiting": .text(waiting), "email": .view(email),
    ]
  }

  static let samples = [
    AddressPage(address: "paul@example.com"),
    AddressPage(
      address: "a.very.long.address.that.does.not.fit.on.a.phone@department.hospital.example.org",
      waiting: "paul@example.org",
      email: Field(
        "email", "paul@", label: "New e-mail address",
        problem: "Please enter an e-mail address, such as name@example.com")),
  ]
}
