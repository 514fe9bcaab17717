internal import Pages

/// To the new address of an account: the code that proves it.
struct AddressCodeLetter: Letter {
  let clinic: String
  /// Six digits.
  let code: String
  let minutes: Int

  static let template = "mail/address-code"

  var fields: Fields {
    ["clinic": .text(clinic), "code": .text(code), "minutes": .number(minutes)]
  }

  static let samples = [AddressCodeLetter(clinic: "Riverside Polyclinic", code: "482913", minutes: 15)]
}
