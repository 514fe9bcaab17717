public import CivilTime
internal import Postgres

/// FHIR R4 Patient.name, the official and the usual one, and Patient.gender.
public struct NameSection: PersonSection {
  public let id: ID<Patient>
  var givenName = ""
  var familyName = ""
  var preferredName = ""
  var gender = AdministrativeGender.unknown

  public static let part = PersonPart.name
  public static let blank = NameSection(id: .unstored)

  public static let groups: [FieldGroup<NameSection>] = [
    FieldGroup(
      "what",
      [
        EntryField("given", \.givenName, .line(atMost: 100)),
        EntryField("family", \.familyName, .line(atMost: 100)),
        EntryField("preferred", \.preferredName, .line(atMost: 100, required: false)),
        EntryField("gender", \.gender, .oneOf(words: "gender")),
      ])
  ]

  public static let storage = PersonStorage<NameSection>(
    columns: "p.given_name, p.family_name, p.preferred_name, p.gender",
    read: { row, id, _ in
      try NameSection(
        id: id, givenName: row.next(), familyName: row.next(), preferredName: row.next(),
        gender: AdministrativeGender(rawValue: row.next()) ?? .unknown)
    },
    write: { _, new, _ in
      [
        """
        UPDATE patient SET given_name = \(new.givenName), family_name = \(new.familyName),
                           preferred_name = \(new.preferredName), gender = \(new.gender.rawValue)
         WHERE id = \(new.id)
        """,
        // A patient's account is called as the patient is.
        """
        UPDATE account a SET display_name = \(new.displayName) FROM patient p
         WHERE p.id = \(new.id) AND a.id = p.account_id AND a.role = 'patient'
        """,
      ]
    })

  public var fullName: String { "\(givenName) \(familyName)" }

  private var displayName: String { "\(preferredName.isEmpty ? givenName : preferredName) \(familyName)" }
}

/// FHIR R4 Patient.birthDate: by which records are told apart, so that the clinic alone changes it. `PatientCorrection` asks for it.
public struct BirthSection: PersonSection {
  public let id: ID<Patient>
  public internal(set) var birthDate = Day.first

  public static let part = PersonPart.birth
  public static let blank = BirthSection(id: .unstored)
  public static let unset: Set = ["birth"]

  public static let groups: [FieldGroup<BirthSection>] = [
    FieldGroup("what", [EntryField("birth", \.birthDate, .birthDate)])
  ]

  public static let storage = PersonStorage<BirthSection>(
    columns: "p.birth_date",
    read: { row, id, _ in BirthSection(id: id, birthDate: try Day(sql: row.next())) },
    write: { _, new, _ in ["UPDATE patient SET birth_date = \(new.birthDate.sql) WHERE id = \(new.id)"] })
}
