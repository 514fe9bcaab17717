/// Somebody who sees patients, or helps those who do, with their hours. A doctor can be booked as soon as this is kept.
public struct PractitionerEntry: Entry {
  public let id: ID<Practitioner>
  var prefix = ""
  var givenName = ""
  var familyName = ""
  var qualification = ""
  var gender = AdministrativeGender.unknown
  var languages: [String] = []
  var bio = ""
  /// What somebody does who helps without being booked by name, such as `nurse`; empty for doctors.
  var kind = ""
  var specialties: [String] = []
  var services: [String] = []
  var hours: [WeeklyRow] = []
  var days: [DatedRow] = []
  public var portrait: ID<Portrait>?
  public var isActive = true

  public static let noun = Noun.practitioners
  public static let blank = PractitionerEntry(id: .unstored)
  public static let unset: Set = ["gender"]
  public var title: String { Practitioner.name(prefix, givenName, familyName) }
  public var identifier: String { "\(givenName) \(familyName)" }
  public static let isIdentifierUnique = false
  public var names: (given: String, family: String) { (givenName, familyName) }

  public static let groups: [FieldGroup<PractitionerEntry>] = [
    FieldGroup(
      "who",
      [
        EntryField("prefix", \.prefix, .line(atMost: 20, required: false)),
        EntryField("given", \.givenName, .line(atMost: 100)),
        EntryField("family", \.familyName, .line(atMost: 100)),
        EntryField("qualification", \.qualification, .line(atMost: 200, required: false)),
        EntryField("gender", \.gender, .oneOf(words: "gender")),
        EntryField("languages", \.languages, .languages),
        EntryField("bio", \.bio, .lines(atMost: 2000)),
      ]),
    FieldGroup(
      "what",
      [
        EntryField("specialties", \.specialties, .names(of: .specialty)),
        EntryField("services", \.services, .names(of: .service)),
        EntryField("kind", \.kind, .title(atMost: 50, required: false, suggesting: .staffKind)),
      ]),
    FieldGroup("hours", [EntryField("hours", \.hours, .rows(atMost: 60))]),
    FieldGroup("days", [EntryField("days", \.days, .rows(atMost: 100))]),
  ]

  /// Who is booked by name is found by a specialty, and for a service.
  public var problems: [Problem] {
    guard kind.isEmpty else { return [] }
    return [("specialties", specialties), ("services", services)].compactMap { key, names in
      names.isEmpty ? Problem(key, "problem.choose") : nil
    }
  }
}
