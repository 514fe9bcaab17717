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
  var languages = LanguagesSection.blank
  var needs = NeedsSection.blank
  var contacts = ContactsSection.blank
  var coverage = CoverageSection.blank
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
        EntryField("speaks", \.languages.preferred, .optional(.oneOf(words: "speaks"))),
        EntryField("speaks-2", \.languages.second, .optional(.oneOf(words: "speaks"))),
        EntryField("speaks-3", \.languages.third, .optional(.oneOf(words: "speaks"))),
        EntryField("interpreter", \.languages.interpreter, .yesNo),
        EntryField("needs", \.needs.needs, .someOf(words: "need")),
        EntryField("sign", \.needs.signLanguage, .optional(.oneOf(words: "sign"))),
        EntryField("need-note", \.needs.note, .lines(atMost: 500)),
        EntryField("contacts", \.contacts.contacts, .rows(atMost: ContactsSection.most)),
        EntryField(coverageKey, \.coverage.coverage, .rows(atMost: CoverageSection.most)),
      ])
  ]
  public static let fields = groups.flatMap(\.fields)
  static let coverageKey = "coverage"

  /// What no single field can tell, at the columns of the file.
  public var problems: [Problem] {
    (languages.problems.map { (PersonPart.languages, $0) } + needs.problems.map { (.needs, $0) }).map {
      part, problem in
      Problem(
        PersonPart.column(of: problem.field, in: part) ?? problem.field, problem.message, problem.values)
    }
  }

  /// The columns of a file for whoever takes it away: numbers of insurance only for who may see them anyway. A column that is masked
  /// would be brought back as it is.
  public static func columns(for role: Role?) -> [String] {
    let mayKeep = role?.may(.keepPatients) == true
    return ImportColumns<PatientRecord>.all.filter { mayKeep || $0 != coverageKey }
  }

  /// One row of a file.
  public func cells(_ columns: [String]) -> [String] {
    let texts = texts(in: Surroundings(currency: "", today: .first)).mapValues(\.cell)
    return columns.map { $0 == Self.handle ? String(number) : texts[$0] ?? "" }
  }

  /// What of a column may be shown and kept: numbers of insurance are masked.
  static func told(_ key: String, _ texts: Texts) -> Texts {
    key == coverageKey ? Texts.rows(texts.inRows).masked : texts
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
    case "speaks", "speaks-2", "speaks-3", "interpreter": .spokenLanguages
    case "needs", "sign", "need-note": .needs
    case "contacts": .contacts
    case PatientRecord.coverageKey: .coverage
    default: nil
    }
  }
}
