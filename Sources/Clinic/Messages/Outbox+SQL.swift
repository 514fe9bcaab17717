internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension TenantRecords {
  /// A row in the outbox, written with the act that causes it.
  ///
  /// - Parameters:
  ///   - limit: how many letters an hour may go to one address for an act that needs no account, so that nobody can have
  ///     a stranger's mailbox filled. One too many is not written, and nobody is told.
  ///   - condition: without which none is written.
  func post(
    _ letter: LetterKind, to recipient: String, language: String, _ values: [String: String],
    secret: String? = nil, atMost limit: Int = .max, if condition: SQL = "true"
  ) throws -> SQL {
    let id: ID<OutboxMessage> = clinic.newID()
    let sealed = try secret.map {
      try clinic.secrets.box.seal(Array($0.utf8), context: OutboxMessage.context(id, visit.tenant.id))
    }
    return try .letter(
      id, letter, to: recipient, language: language, values, sealed: sealed, atMost: limit, if: condition,
      at: now)
  }
}

extension SQL {
  /// - Parameter sealed: the letter's secret, sealed in the place where it is to lie.
  static func letter(
    _ id: ID<OutboxMessage>, _ letter: LetterKind, to recipient: String, language: String,
    _ values: [String: String], sealed: [UInt8]?, atMost limit: Int = .max, if condition: SQL = "true",
    at now: Date
  ) throws -> SQL {
    """
    INSERT INTO outbox_message (id, kind, language, recipient, payload, secret, due_at, created_at)
    SELECT \(id), \(letter.rawValue), \(language), \(recipient), \(try JSONB(encoding: values)), \(sealed), \(now),
           \(now)
     WHERE (SELECT count(*) FROM outbox_message
             WHERE recipient = \(recipient) AND kind = \(letter.rawValue) AND created_at > \(now - 3600)) < \(limit)
       AND \(condition)
    """
  }
}

extension Query<Int> {
  static func letters(_ letter: LetterKind, to recipient: String, since: Date) -> Self {
    Query(
      """
      SELECT count(*) FROM outbox_message
       WHERE recipient = \(recipient) AND kind = \(letter.rawValue) AND created_at > \(since)
      """
    ) { rows in try rows.decode { row in try row.next(Int.self) }[0] }
  }
}

extension OutboxMessage {
  static func context(_ id: ID<OutboxMessage>, _ tenant: ID<Tenant>) -> String {
    "\(tenant)/outbox_message/secret/\(id)"
  }

  static var columns: SQL {
    """
    id, kind, language, recipient, payload, secret, state, failure, attempts, created_at,
    coalesce((SELECT t.text FROM letter_text t
               WHERE t.kind = outbox_message.kind
                 AND t.language = coalesce(nullif(outbox_message.language, ''), (SELECT language FROM tenant))), '')
    """
  }
}

/// As it lies in the outbox, its secret sealed.
struct SealedMessage: Sendable {
  let id: ID<OutboxMessage>
  let kind: String
  let language: String
  let recipient: String
  let values: [String: String]
  let secret: [UInt8]?
  let state: String
  let failure: String?
  let attempts: Int
  let createdAt: Date
  let note: String

  init(row: inout Row) throws {
    id = try row.next()
    kind = try row.next()
    language = try row.next()
    recipient = try row.next()
    values = try JSONDecoder().decode([String: String].self, from: Data(row.next(JSONB.self).utf8))
    secret = try row.next()
    state = try row.next()
    failure = try row.next()
    attempts = try row.next()
    createdAt = try row.next()
    note = try row.next()
  }

  func opened(by clinic: Clinic, in tenant: ID<Tenant>, _ visits: [RemindedVisit]) throws -> OutboxMessage {
    guard let letter = LetterKind(rawValue: kind) else { throw StoredValueFault(column: "kind") }
    let secret = try secret.map {
      String(
        decoding: try clinic.secrets.box.open($0, context: OutboxMessage.context(id, tenant)), as: UTF8.self)
    }
    let account = values["account"].flatMap { ID<Account>($0) }
    let unsubscribing: String? =
      switch letter {
      case .appointmentReminder: account.map { clinic.unsubscribing($0) } ?? clinic.unsubscribing(reading: id)
      case .messageReceived: account.map { clinic.unsubscribing($0, from: .messages) }
      default: nil
      }
    return OutboxMessage(
      id: id, letter: letter, language: language, recipient: recipient, values: values, secret: secret,
      state: state, failure: failure, attempts: attempts, createdAt: createdAt, note: note, visits: visits,
      unsubscribing: unsubscribing)
  }
}

extension Query<[SealedMessage]> {
  static var latestMessages: Self {
    Query(
      "SELECT \(OutboxMessage.columns) FROM outbox_message ORDER BY created_at DESC, id DESC LIMIT 100",
      each: SealedMessage.init(row:))
  }
}

extension Query<SealedMessage?> {
  static func message(_ id: ID<OutboxMessage>) -> Self {
    Query(
      "SELECT \(OutboxMessage.columns) FROM outbox_message WHERE id = \(id)", first: SealedMessage.init(row:))
  }
}
