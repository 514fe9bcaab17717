internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Puts letters that failed back into the outbox: those of them that can be sent again.
  ///
  /// - Returns: how many.
  public func sendAgain(_ ids: [ID<OutboxMessage>], by visitor: Visitor) async throws -> Int {
    let lost = LetterKind.allCases.filter(\.carriesSecret).map(\.rawValue)
    let now = clock()
    return try await seeTo(
      ids, "kind <> ALL (\(lost))", .letterSentAgain, "queued", by: visitor, at: now,
      """
      , jobs AS (
        INSERT INTO job (id, kind, subject, due_at, created_at)
        SELECT gen_random_uuid(), \(JobKind.letter.rawValue), id, \(now), \(now) FROM seen
        ON CONFLICT ON CONSTRAINT job_once DO NOTHING
      )
      """)
  }

  /// Notes that somebody has seen to letters that failed, in another way.
  ///
  /// - Returns: how many had failed.
  public func settle(_ ids: [ID<OutboxMessage>], by visitor: Visitor) async throws -> Int {
    try await seeTo(ids, "true", .letterSettled, "settled", by: visitor, at: clock(), "")
  }

  private func seeTo(
    _ ids: [ID<OutboxMessage>], _ condition: SQL, _ act: Act, _ state: String, by visitor: Visitor,
    at now: Date,
    _ more: SQL
  ) async throws -> Int {
    try await ask(
      visitor,
      Query<Int>(
        """
        WITH seen AS (
          UPDATE outbox_message SET state = \(state), attempts = 0
           WHERE id = ANY (\(ids.map(\.uuid))) AND state = 'failed' AND \(condition)
          RETURNING id
        )\(more), noted AS (
          INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
          SELECT gen_random_uuid(), \(act.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
                 \(visitor.client.address), \(visitor.client.agent), \(now)
            FROM seen
        )
        SELECT FROM seen
        """
      ) { $0.count }
    ).answer
  }
}
