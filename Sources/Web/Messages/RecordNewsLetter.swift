internal import Pages

/// To a patient: there is something new in their record. Not what.
struct RecordNewsLetter: Letter {
  let clinic: String
  /// An absolute address.
  let link: String

  static let template = "mail/record-news"

  var fields: Fields { ["clinic": .text(clinic), "link": .text(link)] }

  static let samples = [
    RecordNewsLetter(clinic: "Riverside Polyclinic", link: "https://riverside.example.org/health")
  ]
}
