internal import Postgres

/// FHIR R4 AllergyIntolerance (http://hl7.org/fhir/R4/allergyintolerance.html), with one reaction.
public struct AllergyIntolerance: RecordEntry {
  public let id: ID<AllergyIntolerance>
  /// To what; empty where none is known.
  public internal(set) var text = ""
  /// ATC's of a medication, or SNOMED CT's; empty for none.
  public internal(set) var code = ""
  public internal(set) var type: Kind?
  public internal(set) var category: Category?
  public internal(set) var criticality = Criticality.unknown
  public internal(set) var clinicalStatus = ClinicalStatus.active
  public internal(set) var verificationStatus = VerificationStatus.confirmed
  public internal(set) var manifestation = ""
  public internal(set) var severity: Severity?
  public internal(set) var note = ""
  /// That somebody asked, and there is none: FHIR says so by an entry, too (SNOMED CT 716186003).
  public internal(set) var isNoneKnown = false

  public enum Kind: String, Sendable, CaseIterable { case allergy, intolerance }
  public enum Category: String, Sendable, CaseIterable { case food, medication, environment, biologic }
  public enum ClinicalStatus: String, Sendable, CaseIterable { case active, inactive, resolved }
  public enum Severity: String, Sendable, CaseIterable { case mild, moderate, severe }

  public enum Criticality: String, Sendable, CaseIterable {
    case low, high
    case unknown = "unable-to-assess"
  }

  /// Without `entered-in-error`, which a version becomes and nobody chooses.
  public enum VerificationStatus: String, Sendable, CaseIterable { case unconfirmed, confirmed, refuted }

  public static let noneKnownCode = "716186003"
  public static let part = RecordPart.allergies
  public static let blank = AllergyIntolerance(id: .unstored)
  public var title: String { text }
  public var isPresent: Bool { clinicalStatus == .active && verificationStatus != .refuted }

  public static let groups: [FieldGroup<AllergyIntolerance>] = [
    FieldGroup(
      "what",
      [
        EntryField("text", \.text, .line(atMost: 100)),
        EntryField("code", \.code, .code(atMost: 18) { ATC.isCode($0) || $0.allSatisfy(\.isASCIIDigit) }),
        EntryField("category", \.category, .optional(.oneOf(words: "record.category"))),
        EntryField("type", \.type, .optional(.oneOf(words: "record.type"))),
        EntryField("criticality", \.criticality, .oneOf(words: "record.criticality")),
      ]),
    FieldGroup(
      "reaction",
      [
        EntryField("manifestation", \.manifestation, .line(atMost: 200, required: false)),
        EntryField("severity", \.severity, .optional(.oneOf(words: "record.severity"))),
      ]),
    FieldGroup(
      "state",
      [
        EntryField("clinical", \.clinicalStatus, .oneOf(words: "record.clinical")),
        EntryField("verification", \.verificationStatus, .oneOf(words: "record.verification")),
        EntryField("note", \.note, .lines(atMost: 1000)),
      ]),
  ]

  public func with(_ id: ID<AllergyIntolerance>) -> AllergyIntolerance {
    AllergyIntolerance(
      id: id, text: text, code: code, type: type, category: category, criticality: criticality,
      clinicalStatus: clinicalStatus, verificationStatus: verificationStatus, manifestation: manifestation,
      severity: severity, note: note, isNoneKnown: isNoneKnown)
  }

  static func noneKnown(_ id: ID<AllergyIntolerance>) -> AllergyIntolerance {
    AllergyIntolerance(id: id, code: noneKnownCode, isNoneKnown: true)
  }

  public static let storage = RecordStorage<AllergyIntolerance>(
    table: "allergy_intolerance", state: "verification_status",
    columns: ["clinical_status", "verification_status", "type", "category", "criticality", "none_known"],
    values: {
      [
        "\($0.clinicalStatus.rawValue)", "\($0.verificationStatus.rawValue)", "\($0.type?.rawValue ?? "")",
        "\($0.category?.rawValue ?? "")", "\($0.criticality.rawValue)", "\($0.isNoneKnown)",
      ]
    },
    words: {
      [
        "text": $0.text, "code": $0.code, "manifestation": $0.manifestation,
        "severity": $0.severity?.rawValue ?? "", "note": $0.note,
      ]
    },
    read: { row, id, words in
      let clinical = ClinicalStatus(rawValue: try row.next()) ?? .active
      let verification = VerificationStatus(rawValue: try row.next()) ?? .unconfirmed
      return try AllergyIntolerance(
        id: id, text: words["text"], code: words["code"], type: Kind(rawValue: row.next()),
        category: Category(rawValue: row.next()), criticality: Criticality(rawValue: row.next()) ?? .unknown,
        clinicalStatus: clinical, verificationStatus: verification, manifestation: words["manifestation"],
        severity: Severity(rawValue: words["severity"]), note: words["note"], isNoneKnown: row.next())
    })

  /// How many of patient `patient` count at present, as an expression; without what they are.
  static func counting(of patient: SQL) -> SQL {
    """
    (SELECT count(*) FROM allergy_intolerance al
      WHERE al.patient_id = \(patient) AND al.superseded_at IS NULL AND al.clinical_status = 'active'
        AND al.verification_status <> 'refuted' AND NOT al.none_known)
    """
  }
}
