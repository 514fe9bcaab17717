internal import Pages

/// To a patient: there is something new in their record. Not what.
struct RecordNewsLetter: Letter {
  let clinic: String
  /// An absolute address.
  let list: String

  static let template = "mail/record-news"

  var fields: Fields { ["clinic": .text(clinic), "list": .text(list)] }

  static let samples = [
    RecordNewsLetter(clinic: "Riverside Polyclinic", list: "https://riverside.example.org/health/notes")
  ]
}
