internal import Pages

/// To a patient: there is something new in their record. Not what.
struct ResultReleasedLetter: Letter {
  let clinic: String
  let phone: String
  /// An absolute address, at which they sign in.
  let link: String

  static let template = "mail/result-released"

  var fields: Fields { ["clinic": .text(clinic), "phone": .text(phone), "link": .text(link)] }

  static let samples = [
    ResultReleasedLetter(
      clinic: "Riverside Polyclinic", phone: "+44 20 7946 0000", link: "https://riverside.example.org/health")
  ]
}
