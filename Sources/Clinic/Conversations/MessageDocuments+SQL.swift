public import FoundationEssentials
internal import Postgres

/// A document that can go along with a message.
public struct SendableDocument: Sendable {
  public let id: ID<DocumentReference>
  public let title: String
  public let patient: ID<Patient>
  public let patientName: String

  /// The newest.
  static let most = 20
}

extension Query<[SendableDocument]> {
  /// Of whoever is signed in and their children, or of a conversation's patient; those that both sides see.
  ///
  /// - Parameter conversation: nil for what begins one.
  public static func documentsToSend(
    of conversation: ID<Conversation>?, _ side: Conversation.Side = .own, at now: Date
  ) -> Self {
    let whose: SQL =
      conversation.map { "d.patient_id = (SELECT patient_id FROM conversation WHERE id = \($0))" }
      ?? "d.patient_id IN (\(Patient.mine(for: .see, at: now)))"
    return Query(
      """
      SELECT d.id, d.title, d.patient_id, concat_ws(' ', pt.given_name, pt.family_name)
        FROM document_reference d JOIN patient pt ON pt.id = d.patient_id
       WHERE \(whose) AND d.content = 'ready' AND d.visibility = 'shared'
         AND \(DocumentReach.sees(side == .own ? .own : .clinic, at: now))
       ORDER BY d.created_at DESC, d.id DESC LIMIT \(SendableDocument.most)
      """
    ) { row in
      try SendableDocument(id: row.next(), title: row.next(), patient: row.next(), patientName: row.next())
    }
  }
}

extension Query<[String]> {
  /// Names of the documents that came with a form of whoever is signed in.
  public static func documents(sentWith key: UUID?) -> Self {
    Query(
      """
      SELECT title FROM document_reference
       WHERE account_id = (SELECT current_account()) AND key = \(key) AND status = 'current' ORDER BY part
      """
    ) { row in try row.next() }
  }
}

extension Query<ID<Patient>?> {
  /// Whom a conversation that the visitor reaches is about.
  public static func patient(of conversation: ID<Conversation>, _ side: Conversation.Side, at now: Date)
    -> Self
  {
    Query(
      "SELECT c.patient_id FROM conversation c WHERE c.id = \(conversation) AND \(ConversationReach.includes(side, at: now))",
      first: { row in try row.next() })
  }
}

extension Query<String?> {
  /// The name of a patient to whom the visitor can write at work; nil for another. That it was looked at is noted beside.
  public static func correspondent(_ patient: ID<Patient>?, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH reached AS (SELECT p.id, p.given_name, p.family_name FROM patient p
                        WHERE p.id = \(patient) AND \(DocumentReach.includes("p.id", .clinic, at: now))),
      noted AS (\(SQL.notingLook(.read, "reached.id", "reached", visitor, at: now)))
      SELECT concat_ws(' ', given_name, family_name) FROM reached
      """, first: { row in try row.next(String.self) })
  }
}
