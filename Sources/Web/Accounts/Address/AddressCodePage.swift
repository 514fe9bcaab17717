internal import Pages

/// `GET /account/email/confirmation` and a refused `POST`: the code that was mailed to the new address.
struct AddressCodePage: Page {
  /// The address that signs in until then.
  let address: String
  let waiting: String
  var code = Field("code")
  /// A new code was just sent.
  var isResent = false
  /// Whether another can be sent.
  var canResend = true
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/address-code"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [code.control])), "current": .text(address),
      "waiting": .text(waiting), "code": .view(code), "isResent": .flag(isResent),
      "canResend": .flag(canResend),
    ]
  }

  static let samples = [
    AddressCodePage(address: "paul@example.com", waiting: "paul@example.org"),
    AddressCodePage(
      address: "paul@example.com",
      waiting: "a.very.long.address.that.does.not.fit.on.a.phone@department.hospital.example.org",
      code: Field(
        "code", "12345", label: "Six-digit code", problem: "Please enter the six digits of the code"),
      isResent: true, canResend: false),
  ]
}
