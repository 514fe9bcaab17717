internal import Pages

/// To the owner: new codes on paper were made, or one was used.
struct RecoveryCodesLetter: Letter {
  let clinic: String
  let phone: String
  /// How many are left after one was used; nil when new ones were made.
  let left: String?
  /// An absolute address.
  let security: String

  static let template = "mail/recovery-codes"

  var fields: Fields {
    ["clinic": .text(clinic), "phone": .text(phone), "left": .text(left), "security": .text(security)]
  }

  static let samples = [
    RecoveryCodesLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123", left: "9",
      security: "https://riverside.example.org/account/security"),
    RecoveryCodesLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123", left: nil,
      security: "https://riverside.example.org/account/security"),
  ]
}
