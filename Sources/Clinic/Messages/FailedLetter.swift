public import FoundationEssentials
internal import Postgres

/// A letter that did not arrive, and nobody has seen to.
public struct FailedLetter: Sendable {
  public let id: ID<OutboxMessage>
  public let letter: LetterKind?
  public let recipient: String
  public let writtenAt: Date
  public let reason: String
  /// It was tried as often as is tried; otherwise the other side refused it for good.
  public let isGivenUp: Bool
  /// Of the patient whose appointment it is about, to call them.
  public let patient: String?
  public let phone: String?
  /// It went to the address that this patient gave at the desk, and not to an account: the desk can write down another.
  public let isToPatient: Bool

  /// A letter with a code or a link, which is gone with the failure: who needs one asks for another.
  public var canBeSentAgain: Bool { letter.map { !$0.carriesSecret } ?? false }
}

extension LetterKind {
  var carriesSecret: Bool {
    switch self {
    case .confirmationCode, .addressCode, .passwordReset, .invitation: true
    default: false
    }
  }
}

/// What failed, for staff.
public struct WorkFailures: Sendable {
  public let letters: [FailedLetter]
  /// Jobs that were given up, of whichever kind, each with why.
  public let jobs: [(kind: String, reason: String)]
}

extension Query<WorkFailures> {
  /// The newest letters first, so many at most.
  public static func workFailures(limit: Int = 100) -> Self {
    Query([
      """
      SELECT m.id, m.kind, m.recipient, m.created_at, coalesce(m.failure, ''), m.attempts >= \(Job.maximumAttempts),
             concat_ws(' ', pt.given_name, pt.family_name), coalesce(pt.phone, ''),
             coalesce(pt.account_id IS NULL AND pt.email = m.recipient, false)
        FROM outbox_message m
        LEFT JOIN appointment a ON a.id = \(FailedLetter.appointment)
        LEFT JOIN patient pt ON pt.id = a.patient_id
       WHERE m.state = 'failed'
       ORDER BY m.created_at DESC, m.id DESC LIMIT \(limit)
      """,
      "SELECT kind, coalesce(failure, '') FROM job WHERE state = 'dead' ORDER BY created_at DESC LIMIT \(limit)",
    ]) { rows in
      let letters = try rows[rows.startIndex].decode { row in try FailedLetter(row: &row) }
      let jobs = try rows[rows.startIndex + 1].decode { row in
        try (kind: row.next(String.self), reason: row.next(String.self))
      }
      return WorkFailures(letters: letters, jobs: jobs)
    }
  }
}

extension FailedLetter {
  /// What letter `m` is about.
  static var appointment: SQL {
    """
    coalesce((m.payload ->> 'appointment')::uuid,
             (SELECT r.appointment_id FROM reminder r WHERE r.letter_id = m.id ORDER BY r.starts_at LIMIT 1))
    """
  }

  init(row: inout Row) throws {
    id = try row.next()
    letter = LetterKind(rawValue: try row.next())
    recipient = try row.next()
    writtenAt = try row.next()
    reason = try row.next()
    isGivenUp = try row.next()
    let (name, number) = try (row.next(String.self), row.next(String.self))
    patient = name.isEmpty ? nil : name
    phone = number.isEmpty ? nil : number
    isToPatient = try row.next()
  }
}

extension Clinic {
  /// Puts a letter that failed back into the outbox.
  ///
  /// - Parameter address: of a patient without an account, in place of the one that failed: it is theirs from then on.
  /// - Throws: `Refusal.unknown` for a letter that there is not; `.conflict(.otherState)` for one that did not fail, or not
  ///   any more, and for one whose code or link is gone.
  public func sendAgain(_ id: ID<OutboxMessage>, to address: String? = nil, by visitor: Visitor) async throws
  {
    try await seeTo(id, by: visitor, .letterSentAgain, "queued") { now, newID in
      [
        """
        WITH reader AS (
          UPDATE patient pt SET email = \(address)
            FROM outbox_message m JOIN appointment a ON a.id = \(FailedLetter.appointment)
           WHERE m.id = \(id) AND pt.id = a.patient_id AND pt.account_id IS NULL AND pt.email = m.recipient
             AND \(address)::text IS NOT NULL
          RETURNING pt.id
        )
        UPDATE outbox_message SET recipient = \(address) WHERE id = \(id) AND EXISTS (SELECT FROM reader)
        """,
        """
        INSERT INTO job (id, kind, subject, due_at, created_at)
        VALUES (\(newID), \(JobKind.letter.rawValue), \(id), \(now), \(now))
        ON CONFLICT ON CONSTRAINT job_once DO NOTHING
        """,
      ]
    }
  }

  /// Notes that somebody has seen to a letter that failed, in another way.
  public func settle(_ id: ID<OutboxMessage>, by visitor: Visitor) async throws {
    try await seeTo(id, by: visitor, .letterSettled, "settled") { _, _ in [] }
  }

  private func seeTo(
    _ id: ID<OutboxMessage>, by visitor: Visitor, _ act: Act, _ state: String,
    _ more: @Sendable (Date, ID<Job>) -> [SQL]
  ) async throws {
    try await open(visitor) { records in
      let found = try await records.ask(
        Query<(String, String)?>(
          "SELECT state, kind FROM outbox_message WHERE id = \(id) FOR UPDATE",
          first: { row in try (row.next(), row.next()) }))
      guard let (now, kind) = found else { throw Refusal.unknown }
      let isLost = state == "queued" && LetterKind(rawValue: kind)?.carriesSecret != false
      if now != "failed" || isLost { throw Refusal.conflict(.otherState) }
      try await records.finish(
        act, of: id.uuid,
        ["UPDATE outbox_message SET state = \(state), attempts = 0 WHERE id = \(id)"]
          + more(records.now, newID()))
    }
  }
}
