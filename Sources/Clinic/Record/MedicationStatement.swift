public import CivilTime
internal import Postgres

/// FHIR R4 MedicationStatement (http://hl7.org/fhir/R4/medicationstatement.html): what somebody takes, whoever prescribed it.
public struct MedicationStatement: RecordEntry {
  public let id: ID<MedicationStatement>
  public internal(set) var text = ""
  /// ATC (https://atcddd.fhi.no); empty for none.
  public internal(set) var code = ""
  public internal(set) var dosage = ""
  public internal(set) var status = Status.active
  public internal(set) var from: Day?
  public internal(set) var until: Day?
  /// FHIR's informationSource: who says so.
  public internal(set) var source = Source.patient
  public internal(set) var note = ""
  /// Why it is taken although an allergy speaks against it; empty where none does.
  public internal(set) var despite = ""

  /// Without `entered-in-error`, which a version becomes and nobody chooses.
  public enum Status: String, Sendable, CaseIterable {
    case active, intended
    case onHold = "on-hold"
    case completed, stopped
    case notTaken = "not-taken"
  }

  public enum Source: String, Sendable, CaseIterable { case patient, practitioner }

  public static let longestReason = 300
  public static let shortestReason = 5
  public static let part = RecordPart.medications
  public static let blank = MedicationStatement(id: .unstored)
  public var title: String { text }
  public var isPresent: Bool { [.active, .intended, .onHold].contains(status) }

  public var begins: (field: String, day: Day)? { from.map { ("from", $0) } }

  public var problems: [Problem] {
    guard let from, let until, until < from else { return [] }
    return [Problem("until", "problem.record-days")]
  }

  public static let groups: [FieldGroup<MedicationStatement>] = [
    FieldGroup(
      "what",
      [
        EntryField("text", \.text, .line(atMost: 200)),
        EntryField("code", \.code, .code(atMost: 7, ATC.isCode)),
        EntryField("dosage", \.dosage, .line(atMost: 200, required: false)),
        EntryField("status", \.status, .oneOf(words: "record.medication")),
        EntryField("from", \.from, .optional(.day)),
        EntryField("until", \.until, .optional(.day)),
        EntryField("source", \.source, .oneOf(words: "record.source")),
        EntryField("note", \.note, .lines(atMost: 1000)),
      ])
  ]

  public func with(_ id: ID<MedicationStatement>) -> MedicationStatement {
    MedicationStatement(
      id: id, text: text, code: code, dosage: dosage, status: status, from: from, until: until,
      source: source,
      note: note, despite: despite)
  }

  public static let storage = RecordStorage<MedicationStatement>(
    table: "medication_statement", state: "status", columns: ["status", "starts_on", "ends_on", "source"],
    values: {
      ["\($0.status.rawValue)", "\($0.from?.sql)", "\($0.until?.sql)", "\($0.source.rawValue)"]
    },
    words: {
      ["text": $0.text, "code": $0.code, "dosage": $0.dosage, "note": $0.note, "despite": $0.despite]
    },
    read: { row, id, words in
      let status = Status(rawValue: try row.next()) ?? .active
      return MedicationStatement(
        id: id, text: words["text"], code: words["code"], dosage: words["dosage"], status: status,
        from: try row.next(SQLDate?.self).map { try Day(sql: $0) },
        until: try row.next(SQLDate?.self).map { try Day(sql: $0) },
        source: Source(rawValue: try row.next()) ?? .practitioner, note: words["note"],
        despite: words["despite"])
    })
}

enum ATC {
  /// Of any level: `J`, `J01`, `J01C`, `J01CA`, `J01CA04`.
  static func isCode(_ code: String) -> Bool {
    let shape = "ANNAANN"
    return [1, 3, 4, 5, 7].contains(code.count)
      && zip(code, shape).allSatisfy { $1 == "A" ? ("A"..."Z").contains($0) : $0.isASCIIDigit }
  }
}
