internal import Pages

/// The code that proves an e-mail address.
struct ConfirmationCodeLetter: Letter {
  let clinic: String
  /// Six digits.
  let code: String
  let minutes: Int

  static let template = "mail/confirmation-code"

  var fields: Fields {
    ["clinic": .text(clinic), "code": .text(code), "minutes": .number(minutes)]
  }

  static let samples = [ConfirmationCodeLetter(clinic: "Riverside Polyclinic", code: "482913", minutes: 15)]
}
