internal import Pages

/// The link by which somebody makes an account that an administrator wants them to have.
struct InvitationLetter: Letter {
  let clinic: String
  let role: String
  /// An absolute address.
  let link: String
  let days: Int
  /// Whether the days begin when the record is handed over. The day is not told: it is a birthday, by which the link is opened.
  var isEarly = false

  static let template = "mail/invitation"

  var fields: Fields {
    [
      "clinic": .text(clinic), "role": .text(role), "link": .text(link), "days": .number(days),
      "isEarly": .flag(isEarly),
    ]
  }

  static let samples = [
    InvitationLetter(
      clinic: "Riverside Polyclinic", role: "Front desk",
      link: "https://riverside.example.org/invitations/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c", days: 7),
    InvitationLetter(
      clinic: "Riverside Polyclinic", role: "Patient",
      link: "https://riverside.example.org/invitations/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c", days: 7,
      isEarly: true),
  ]
}
