public import FoundationEssentials
internal import Postgres

/// A letter that was written to somebody, as they and staff see what became of it: nothing of its words.
public struct DeliveredLetter: Sendable {
  public let id: ID<OutboxMessage>
  /// Nil for one of another version.
  public let kind: LetterKind?
  public let written: Date
  /// When it leaves, or was to.
  public let due: Date
  /// As `OutboxMessage.codes` has it.
  public let state: String
  private let recipient: String

  static let most = 20

  /// `p•••@example.com`; empty once it is kept no longer.
  public var masked: String {
    guard let at = recipient.lastIndex(of: "@"), let first = recipient.first else { return "" }
    return "\(first)•••\(recipient[at...])"
  }
}

extension Query<[DeliveredLetter]> {
  /// To whoever is signed in, at the address that they have now, the latest first.
  public static var ownWrittenLetters: Self {
    Query(
      """
      SELECT \(DeliveredLetter.columns) FROM outbox_message m
       WHERE m.recipient = (SELECT email FROM account WHERE id = (SELECT current_account()))
       ORDER BY m.created_at DESC, m.id DESC LIMIT \(DeliveredLetter.most)
      """, each: DeliveredLetter.init(row:))
  }
}

/// What was written to whoever reads a patient's letters.
public struct PatientLetters: Sendable {
  public let name: String
  public let letters: [DeliveredLetter]
}

extension Query<PatientLetters?> {
  /// To the patient's account and noted address, and to those of their parents. That it was looked at is noted beside.
  public static func letters(of patient: ID<Patient>, by visitor: Visitor, at now: Date) -> Self {
    Query([
      """
      WITH seen AS (SELECT id, given_name, family_name FROM patient WHERE id = \(patient)),
      noted AS (\(SQL.notingLook(.read, "seen.id", "seen", visitor, at: now)))
      SELECT concat_ws(' ', given_name, family_name) FROM seen
      """,
      """
      SELECT \(DeliveredLetter.columns) FROM outbox_message m
       WHERE m.recipient IN (SELECT a.email FROM account a WHERE a.id IN (\(Patient.readers(of: "\(patient)", for: .any, at: now)))
                             UNION SELECT email FROM patient WHERE id = \(patient) AND email <> '')
       ORDER BY m.created_at DESC, m.id DESC LIMIT \(DeliveredLetter.most * 2)
      """,
    ]) { rows in
      let letters = try rows[rows.startIndex + 1].decode(DeliveredLetter.init(row:))
      return try rows[rows.startIndex].decode { row in try PatientLetters(name: row.next(), letters: letters)
      }.first
    }
  }
}

extension DeliveredLetter {
  fileprivate static let columns: SQL = "m.id, m.kind, m.created_at, m.due_at, m.state, m.recipient"

  fileprivate init(row: inout Row) throws {
    id = try row.next()
    kind = LetterKind(rawValue: try row.next())
    (written, due, state, recipient) = try (row.next(), row.next(), row.next(), row.next())
  }
}
