public import FoundationEssentials
internal import Postgres

/// Tells whether what somebody sees of conversations is what it was: another text is another state of it.
private enum MessageVersion {
  /// Of a conversation `c`. Notes are no news to a patient.
  private static let line: SQL = """
    concat_ws(' ', c.id, CASE WHEN o.role = 'patient' THEN marks.messages ELSE c.revision END, c.state, marks.read)
    """

  /// Of account `o`: whatever happens to a conversation of theirs, and what was read of it.
  static func of(at now: Date) -> SQL {
    """
    (SELECT coalesce(md5(string_agg(\(line), ',' ORDER BY c.id)), 'none')
       FROM conversation c
       CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE m.category = 'message') AS messages, count(m.received) AS read
                             FROM communication m WHERE m.conversation_id = c.id) AS marks
      WHERE CASE WHEN o.role = 'patient' THEN c.patient_id IN (\(Patient.mine(for: .message, at: now, of: "o.id")))
                 ELSE c.taken_by = o.id OR c.team_id IN (\(ConversationReach.teams(of: "o.id")))
                      OR c.patient_id IN (SELECT a.patient_id FROM appointment a JOIN practitioner p ON p.id = a.practitioner_id
                                           WHERE p.account_id = o.id) END)
    """
  }
}

extension Query<String> {
  /// Of whoever is signed in.
  public static func myMessageVersion(at now: Date) -> Self {
    Query("SELECT \(MessageVersion.of(at: now)) FROM account o WHERE o.id = (SELECT current_account())") {
      rows in
      try rows.decode { row in try row.next(String.self) }.first ?? "none"
    }
  }
}

extension Clinic {
  /// In which state the conversations of each of these accounts are, in one round trip. It names nobody and nothing, so it needs
  /// nobody's session.
  public func messageVersions(of accounts: [ID<Account>], at host: String) async throws -> [ID<Account>:
    String]
  {
    let now = clock()
    let visitor = Visitor(host: host, tokenHash: nil, access: .anyone, purpose: .operation, requestID: "")
    return try await ask(
      visitor,
      Query<[ID<Account>: String]>(
        "SELECT o.id, \(MessageVersion.of(at: now)) FROM account o WHERE o.id = ANY (\(accounts.map(\.uuid)))"
      ) { rows in
        Dictionary(
          try rows.decode { row in try (row.next(ID<Account>.self), row.next(String.self)) }
        ) { first, _ in first }
      }
    ).answer
  }
}
