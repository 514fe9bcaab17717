internal import Pages

/// The link by which a forgotten password is replaced.
struct PasswordResetLetter: Letter {
  let clinic: String
  /// An absolute address.
  let link: String
  let minutes: Int

  static let template = "mail/password-reset"

  var fields: Fields { ["clinic": .text(clinic), "link": .text(link), "minutes": .number(minutes)] }

  static let samples = [
    PasswordResetLetter(
      clinic: "Riverside Polyclinic",
      link: "https://riverside.example.org/password/reset/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c",
      minutes: 15)
  ]
}
