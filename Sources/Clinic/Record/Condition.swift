public import CivilTime
internal import Postgres

/// FHIR R4 Condition (http://hl7.org/fhir/R4/condition.html), of the problem list.
public struct Condition: RecordEntry {
  public let id: ID<Condition>
  public internal(set) var text = ""
  /// ICD-10; empty for none.
  public internal(set) var code = ""
  public internal(set) var clinicalStatus = ClinicalStatus.active
  public internal(set) var verificationStatus = VerificationStatus.confirmed
  public internal(set) var onset: Day?
  public internal(set) var abatement: Day?
  public internal(set) var note = ""

  public enum ClinicalStatus: String, Sendable, CaseIterable {
    case active, recurrence, relapse, inactive, remission, resolved
  }

  /// Without `entered-in-error`, which a version becomes and nobody chooses.
  public enum VerificationStatus: String, Sendable, CaseIterable {
    case unconfirmed, provisional, differential, confirmed, refuted
  }

  public static let part = RecordPart.conditions
  public static let blank = Condition(id: .unstored)
  public var title: String { text }
  public var isPresent: Bool {
    [.active, .recurrence, .relapse].contains(clinicalStatus) && verificationStatus != .refuted
  }

  public var begins: (field: String, day: Day)? { onset.map { ("onset", $0) } }

  /// http://hl7.org/fhir/R4/condition.html#invs, con-4: what has abated is not active.
  public var problems: [Problem] {
    if let onset, let abatement, abatement < onset { return [Problem("abatement", "problem.record-days")] }
    if abatement != nil, isPresent { return [Problem("abatement", "problem.record-abated")] }
    return []
  }

  public static let groups: [FieldGroup<Condition>] = [
    FieldGroup(
      "what",
      [
        EntryField("text", \.text, .line(atMost: 200)),
        EntryField("code", \.code, .code(atMost: 8, ICD10.isCode)),
        EntryField("clinical", \.clinicalStatus, .oneOf(words: "record.condition")),
        EntryField("verification", \.verificationStatus, .oneOf(words: "record.verification")),
        EntryField("onset", \.onset, .optional(.dayUntilToday)),
        EntryField("abatement", \.abatement, .optional(.dayUntilToday)),
        EntryField("note", \.note, .lines(atMost: 1000)),
      ])
  ]

  public func with(_ id: ID<Condition>) -> Condition {
    Condition(
      id: id, text: text, code: code, clinicalStatus: clinicalStatus, verificationStatus: verificationStatus,
      onset: onset, abatement: abatement, note: note)
  }

  public static let storage = RecordStorage<Condition>(
    table: "condition", state: "verification_status",
    columns: ["clinical_status", "verification_status", "onset", "abatement"],
    values: {
      [
        "\($0.clinicalStatus.rawValue)", "\($0.verificationStatus.rawValue)", "\($0.onset?.sql)",
        "\($0.abatement?.sql)",
      ]
    },
    words: { ["text": $0.text, "code": $0.code, "note": $0.note] },
    read: { row, id, words in
      let clinical = ClinicalStatus(rawValue: try row.next()) ?? .active
      let verification = VerificationStatus(rawValue: try row.next()) ?? .unconfirmed
      return Condition(
        id: id, text: words["text"], code: words["code"], clinicalStatus: clinical,
        verificationStatus: verification, onset: try row.next(SQLDate?.self).map { try Day(sql: $0) },
        abatement: try row.next(SQLDate?.self).map { try Day(sql: $0) }, note: words["note"])
    })
}

enum ICD10 {
  /// A letter, a digit, a digit or letter, and up to four more behind a point: `I10`, `E11.9`.
  static func isCode(_ code: String) -> Bool {
    let parts = code.split(separator: ".", omittingEmptySubsequences: false)
    let head = Array(parts[0])
    return (1...2).contains(parts.count) && head.count == 3 && ("A"..."Z").contains(head[0])
      && head[1].isASCIIDigit && isRest(head[2])
      && (parts.count == 1 || (1...4).contains(parts[1].count) && parts[1].allSatisfy(isRest))
  }

  private static func isRest(_ character: Character) -> Bool {
    character.isASCIIDigit || ("A"..."Z").contains(character)
  }
}

extension Codec<Day> {
  /// One that has come, by the clinic's clock.
  static var dayUntilToday: Self {
    let day = Codec<Day>.day
    return Codec(day.control, isOptional: false, texts: day.texts) { texts, surroundings throws(TextFaults) in
      let value = try day.value(texts, surroundings)
      if value > surroundings.today { throw TextFaults("problem.date-future") }
      return value
    }
  }
}
