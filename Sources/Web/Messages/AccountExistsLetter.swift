internal import Pages

/// To somebody whose address was used for a second sign-up: the page itself must not tell that it is known.
struct AccountExistsLetter: Letter {
  let clinic: String
  /// An absolute address.
  let signIn: String

  static let template = "mail/account-exists"

  var fields: Fields { ["clinic": .text(clinic), "signIn": .text(signIn)] }

  static let samples = [
    AccountExistsLetter(clinic: "Riverside Polyclinic", signIn: "https://riverside.example.org/sign-in")
  ]
}
