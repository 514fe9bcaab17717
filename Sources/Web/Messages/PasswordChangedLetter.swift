internal import Pages

/// To the owner, whoever changed it.
struct PasswordChangedLetter: Letter {
  let clinic: String
  let phone: String
  /// An absolute address.
  let forgotten: String

  static let template = "mail/password-changed"

  var fields: Fields { ["clinic": .text(clinic), "phone": .text(phone), "forgotten": .text(forgotten)] }

  static let samples = [
    PasswordChangedLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0123",
      forgotten: "https://riverside.example.org/password/forgotten")
  ]
}
