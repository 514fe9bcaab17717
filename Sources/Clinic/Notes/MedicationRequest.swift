public import CivilTime
internal import Credentials
public import FoundationEssentials
internal import Postgres

/// One line of a prescription, as it is written.
public struct MedicationLine: Codable, Hashable, Sendable {
  /// `medicationCodeableConcept.text`.
  public var medication: String
  /// A code of it, such as of ATC; empty for none.
  public var code: String
  /// `dosageInstruction.text`.
  public var dosage: String
  /// `dispenseRequest.quantity`, as people write it: `30 tablets`.
  public var quantity: String
  /// `dispenseRequest.numberOfRepeatsAllowed`.
  public var repeats: Int
  /// Why it was prescribed although an allergy speaks against it; nil where none does.
  public internal(set) var despite: String?

  public init(medication: String, code: String, dosage: String, quantity: String, repeats: Int) {
    self.medication = medication
    self.code = code
    self.dosage = dosage
    self.quantity = quantity
    self.repeats = repeats
  }

  /// Of one prescription.
  public static let most = 8
  public static let mostRepeats = 12
  /// Characters.
  public static let longestMedication = 200
  public static let longestCode = 20
  public static let longestDosage = 300
  public static let longestQuantity = 50
}

/// What stands in the section of a prescription.
public struct PrescribedLines: Codable, Hashable, Sendable {
  public var lines: [MedicationLine]
  /// The last day on which it is good, `2026-12-31`; empty for no end.
  public var validUntil: String

  public init(_ lines: [MedicationLine] = [], validUntil: String = "") {
    self.lines = lines
    self.validUntil = validUntil
  }

  /// As the section keeps it.
  public init(stored text: String) {
    self = (try? JSONDecoder().decode(Self.self, from: Data(text.utf8))) ?? PrescribedLines()
  }

  public var stored: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

/// One line of a signed prescription (FHIR R4 MedicationRequest, intent `order`).
public struct MedicationRequest: Sendable {
  public let id: ID<MedicationRequest>
  /// From 1.
  public let position: Int
  public let status: Status
  public let validUntil: Day?
  public let authoredOn: Date
  /// Who ended it.
  public let endedBy: String?
  public let why: String
  public internal(set) var line = MedicationLine(
    medication: "", code: "", dosage: "", quantity: "", repeats: 0)
  let sealed: [UInt8]

  /// http://hl7.org/fhir/R4/valueset-medicationrequest-status.html, as far as it is used.
  public enum Status: String, Sendable, CaseIterable {
    case active, completed, cancelled, stopped
  }

  static let columns: SQL = """
    m.id, m.position, m.status, m.valid_until, m.authored_on,
    CASE WHEN p.id IS NOT NULL THEN concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name) END, m.status_why, m.content
    """

  init(row: inout Row) throws {
    (id, position) = try (row.next(), row.next())
    guard let status = Status(rawValue: try row.next()) else {
      throw StoredValueFault(column: "medication_request.status")
    }
    self.status = status
    validUntil = try row.next(SQLDate?.self).map(Day.init(sql:))
    (authoredOn, endedBy, why, sealed) = try (row.next(), row.next(), row.next(), row.next())
  }

  static func context(_ tenant: ID<Tenant>, _ request: String) -> String {
    "\(tenant)/medication_request/content/\(request)"
  }

  func opened(by box: SecretBox, in tenant: ID<Tenant>) throws -> MedicationRequest {
    var opened = self
    let bytes = try box.open(sealed, context: Self.context(tenant, "\(id)"))
    opened.line = try JSONDecoder().decode(MedicationLine.self, from: Data(bytes))
    return opened
  }
}

extension Clinic {
  /// Says that a medication of a signed prescription is not, or no longer, to be taken. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.noteState)` for one that ended otherwise.
  public func end(
    _ id: ID<MedicationRequest>, _ status: MedicationRequest.Status, because why: String, by visitor: Visitor
  ) async throws -> ID<Composition> {
    try await open(visitor) { records in
      let now = records.now
      let found = try await records.ask(
        Query<(note: ID<Composition>, status: String)?>(
          """
          SELECT c.id, m.status FROM medication_request m JOIN composition c ON c.id = m.composition_id
           WHERE m.id = \(id) AND \(NoteReach.reaches(at: now)) FOR UPDATE OF m
          """, first: { row in (try row.next(), try row.next()) }))
      guard let found else { throw Refusal.unknown }
      if found.status == status.rawValue, status != .active { return found.note }
      guard found.status == MedicationRequest.Status.active.rawValue, status != .active else {
        throw Refusal.conflict(.noteState)
      }
      try await records.finish(
        .medicationEnded, of: found.note.uuid,
        [
          """
          UPDATE medication_request
             SET status = \(status.rawValue), status_at = \(now), status_by = \(NoteReach.me), status_why = \(why)
           WHERE id = \(id)
          """
        ], detail: status.rawValue)
      return found.note
    }
  }
}
