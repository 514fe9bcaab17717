/// What the history says of a patient's own forms, by the fields of the sections that the clinic keeps.
extension PatientProfile {
  private var texts: [(field: String, text: String)] {
    [
      ("given", givenName), ("family", familyName), ("preferred", preferredName),
      ("further", furtherNames.map { "\($0.text) (\($0.use.rawValue))" }.joined(separator: "; ")),
      ("gender", gender.rawValue),
    ]
  }

  /// Changes whenever somebody changes what the form shows.
  public var edition: String { Texts.several(texts.map(\.text)).fingerprint }

  func told(changedFrom old: PatientProfile) -> [PatientChange.Field] {
    zip(old.texts, texts).told
  }
}

extension PatientContact {
  private var texts: [(field: String, text: String)] {
    [
      ("phone", phone), ("line", address.line.joined(separator: ", ")), ("postalCode", address.postalCode),
      ("city", address.city), ("country", address.country),
    ]
  }

  public var edition: String { Texts.several(texts.map(\.text)).fingerprint }

  func told(changedFrom old: PatientContact) -> [PatientChange.Field] {
    zip(old.texts, texts).told
  }
}

extension Sequence where Element == ((field: String, text: String), (field: String, text: String)) {
  fileprivate var told: [PatientChange.Field] {
    filter { $0.0.text != $0.1.text }.map {
      PatientChange.Field(field: $0.0.field, before: $0.0.text, after: $0.1.text)
    }
  }
}

extension PersonPart {
  /// To which a column of a file of patients belongs.
  static func ofColumn(_ key: String) -> PersonPart? {
    switch key {
    case "given", "family", "preferred", "gender": .name
    case "birth": .birth
    case "phone", "email", "line", "postalCode", "city", "country": .reach
    default: nil
    }
  }
}
