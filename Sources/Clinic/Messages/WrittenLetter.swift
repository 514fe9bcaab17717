public import FoundationEssentials
internal import Postgres

/// A letter that was written, as staff see to it who can call the person it was for.
public struct WrittenLetter: Sendable {
  public let id: ID<OutboxMessage>
  public let letter: LetterKind?
  /// Empty once it is kept no longer.
  public let recipient: String
  public let writtenAt: Date
  /// As `OutboxMessage.codes` has it.
  public let state: String
  /// Why it failed.
  public let reason: String
  /// It was tried as often as is tried; otherwise the other side refused it for good.
  public let isGivenUp: Bool
  /// Of the patient whose appointment it is about, to call them.
  public let patient: String?
  public let phone: String?
  /// It went to the address that this patient gave at the desk, and not to an account: the desk can write down another.
  public let isToPatient: Bool

  public var hasFailed: Bool { state == "failed" }

  /// A letter with a code or a link, which is gone with the failure, is not sent again: who needs one asks for another.
  public var canBeSentAgain: Bool { hasFailed && letter.map { !$0.carriesSecret } ?? false }
}

extension LetterKind {
  var carriesSecret: Bool {
    switch self {
    case .confirmationCode, .addressCode, .passwordReset, .invitation: true
    default: false
    }
  }
}

extension Query<WrittenLetter?> {
  /// That the record of the patient whom it is about was looked at is noted beside.
  public static func writtenLetter(_ id: ID<OutboxMessage>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM (SELECT \(WrittenLetter.patientID) AS patient_id FROM outbox_message m WHERE m.id = \(id)) AS shown
         WHERE patient_id IS NOT NULL
      )
      SELECT m.id, m.kind, m.recipient, m.created_at, m.state, coalesce(m.failure, ''),
             m.attempts >= \(Job.maximumAttempts), concat_ws(' ', pt.given_name, pt.family_name), coalesce(pt.phone, ''),
             coalesce(pt.account_id IS NULL AND pt.email = m.recipient, false)
        FROM outbox_message m
        CROSS JOIN LATERAL (SELECT \(WrittenLetter.appointment) AS appointment OFFSET 0) AS about
        LEFT JOIN appointment a ON a.id = about.appointment
        LEFT JOIN patient pt ON pt.id = a.patient_id
       WHERE m.id = \(id)
      """, first: WrittenLetter.init(row:))
  }
}

extension Query<[DeadJob]> {
  /// What was given up, the newest first.
  public static var deadJobs: Self {
    Query(
      "SELECT kind, coalesce(failure, '') FROM job WHERE state = 'dead' ORDER BY created_at DESC LIMIT 20"
    ) {
      row in try DeadJob(kind: row.next(), reason: row.next())
    }
  }
}

/// Work of the server's own that failed as often as it is tried.
public struct DeadJob: Sendable {
  public let kind: String
  public let reason: String
}

extension WrittenLetter {
  /// What letter `m` is about.
  static var appointment: SQL {
    """
    coalesce((m.payload ->> 'appointment')::uuid,
             (SELECT r.appointment_id FROM reminder r WHERE r.letter_id = m.id ORDER BY r.starts_at LIMIT 1))
    """
  }

  /// Whose appointment letter `m` is about: found first, as under row-level security no index is asked for what `->>` says.
  static var patientID: SQL {
    """
    (SELECT a.patient_id FROM (SELECT \(appointment) AS appointment OFFSET 0) AS about
       JOIN appointment a ON a.id = about.appointment)
    """
  }

  fileprivate init(row: inout Row) throws {
    id = try row.next()
    letter = LetterKind(rawValue: try row.next())
    recipient = try row.next()
    writtenAt = try row.next()
    state = try row.next()
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
            FROM outbox_message m JOIN appointment a ON a.id = \(WrittenLetter.appointment)
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
