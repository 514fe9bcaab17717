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
  /// The part to which a column of a file of patients belongs, and what the field is called there.
  static func ofColumn(_ key: String) -> (part: PersonPart, field: String)? {
    switch key {
    case "given", "family", "preferred", "gender": (.name, key)
    case "birth": (.birth, key)
    case "phone", "email", "line", "postalCode", "city", "country": (.reach, key)
    case "speaks": (.languages, "preferred")
    case "speaks-2": (.languages, "second")
    case "speaks-3": (.languages, "third")
    case "interpreter": (.languages, key)
    case "needs", "sign": (.needs, key)
    case "need-note": (.needs, "note")
    case "contacts": (.contacts, key)
    case "coverage": (.coverage, key)
    default: nil
    }
  }

  /// The column of a field of a part; nil where files have none.
  static func column(of field: String, in part: PersonPart) -> String? {
    PatientRecord.fields.map(\.key).first { key in
      ofColumn(key).map { $0.part == part && $0.field == field } ?? false
    }
  }
}
