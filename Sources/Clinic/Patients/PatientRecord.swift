public import CivilTime

/// A patient's record as files carry it. What somebody with an account keeps themselves is in it, but is not the clinic's to
/// change.
public struct PatientRecord: Fielded {
  public let id: ID<Patient>
  /// By which a file knows a record again; zero for somebody new.
  public var number = 0
  var givenName = ""
  var familyName = ""
  var preferredName = ""
  var birthDate = Day.first
  var gender = AdministrativeGender.unknown
  var phone = ""
  var email = ""
  var line = ""
  var postalCode = ""
  var city = ""
  var country = ""
  var isRetired = false
  var hasAccount = false

  public static let blank = PatientRecord(id: .unstored)
  public static let unset: Set = ["birth", "gender"]
  public static let handle = "number"
  public static let words = "person"
  public var title: String { "\(givenName) \(familyName)".trimmed }

  /// The columns of files, and the rules of the form by which the front desk registers somebody.
  public static let groups: [FieldGroup<PatientRecord>] = [
    FieldGroup(
      "patient",
      [
        EntryField("given", \.givenName, .line(atMost: 100)),
        EntryField("family", \.familyName, .line(atMost: 100)),
        EntryField("preferred", \.preferredName, .line(atMost: 100, required: false)),
        EntryField("birth", \.birthDate, .birthDate),
        EntryField("gender", \.gender, .oneOf(words: "gender")),
        EntryField("phone", \.phone, .phone),
        EntryField("email", \.email, .email),
        EntryField("line", \.line, .line(atMost: 200, required: false)),
        EntryField("postalCode", \.postalCode, .line(atMost: 20, required: false)),
        EntryField("city", \.city, .line(atMost: 100, required: false)),
        EntryField("country", \.country, .line(atMost: 100, required: false)),
      ])
  ]
  public static let fields = groups.flatMap(\.fields)

  /// One row of a file, in the order of `ImportColumns.all`.
  public var cells: [String] {
    let surroundings = Surroundings(currency: "", today: .first)
    return [String(number)] + Self.fields.map { $0.texts(of: self, in: surroundings).cell }
  }

  /// FHIR R4 Address; without any part for somebody who has said none.
  var address: Address { Address(line: [line], city: city, postalCode: postalCode, country: country) }
  var hasAddress: Bool { ![line, postalCode, city, country].allSatisfy(\.isEmpty) }
}

extension Detail {
  /// What the audit log calls a field of a patient's record.
  static func named(_ key: String) -> Detail? {
    switch key {
    case "given": .givenName
    case "family": .familyName
    case "preferred": .preferredName
    case "birth": .birthDate
    case "gender": .gender
    case "phone": .phone
    case "email": .email
    case "line", "postalCode", "city", "country": .postalAddress
    default: nil
    }
  }
}
