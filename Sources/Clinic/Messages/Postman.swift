internal import FoundationEssentials
internal import Postgres

/// What the other side said to a letter.
public enum Delivery: Sendable {
  /// It took the letter. Nothing else is "sent".
  case sent
  /// It will never take it: the reason, without the letter's words.
  case refused(String)
  /// It may take it later.
  case postponed(String)
}

extension Clinic {
  /// Delivers what is due in every tenant's outbox, each letter at least once.
  ///
  /// Any number of workers may do this at once. A letter is claimed for as long as a delivery may take; a worker that
  /// dies leaves it to the next.
  ///
  /// - Returns: how many letters were tried.
  public func deliverDueMessages(
    _ deliver: @Sendable (OutboxMessage, Tenant) async -> Delivery
  ) async throws -> Int {
    var tried = 0
    for tenant in try await tenantsForWork() {
      while case (let tenant, let messages) = try await claimMessages(of: tenant), !messages.isEmpty {
        for message in messages {
          let delivery = await deliver(try message.opened(by: self, in: tenant.id), tenant)
          try await settle(message, delivery, of: tenant.id)
        }
        tried += messages.count
      }
    }
    return tried
  }

  /// The newest letters of a tenant, for the mailbox of development.
  public func mailbox(by visitor: Visitor) async throws -> (visit: Visit, messages: [OutboxMessage]) {
    let (visit, sealed) = try await ask(visitor, .latestMessages)
    return (visit, try sealed.map { try $0.opened(by: self, in: visit.tenant.id) })
  }

  public func message(_ id: ID<OutboxMessage>, by visitor: Visitor) async throws -> (
    visit: Visit, message: OutboxMessage
  ) {
    let (visit, sealed) = try await ask(visitor, .message(id))
    guard let sealed else { throw Refusal.unknown }
    return (visit, try sealed.opened(by: self, in: visit.tenant.id))
  }

  private static var batch: Int { 10 }
  /// Seconds after which a claimed letter is another worker's.
  private static var lease: TimeInterval { 300 }
  static var maximumAttempts: Int { 10 }

  private func tenantsForWork() async throws -> [ID<Tenant>] {
    try await database.pipeline(["SELECT tenants_for_work()"])[0].decode { row in try row.next() }
  }

  private func claimMessages(of tenant: ID<Tenant>) async throws -> (Tenant, [SealedMessage]) {
    let now = clock()
    let claim = Query.claim(Self.batch, at: now, until: now + Self.lease)
    let rows = try await database.pipeline([.entering(tenant), claim.statement])
    return (try rows[0].decode(Tenant.init(row:))[0], try claim.read(rows[1]))
  }

  private func settle(_ message: SealedMessage, _ delivery: Delivery, of tenant: ID<Tenant>) async throws {
    let now = clock()
    let settled: SQL =
      switch delivery {
      case .sent:
        "UPDATE outbox_message SET state = 'sent', sent_at = \(now), failure = NULL WHERE id = \(message.id)"
      case .postponed(let reason) where message.attempts < Self.maximumAttempts:
        """
        UPDATE outbox_message SET failure = \(reason), due_at = \(now + Self.backOff(after: message.attempts))
         WHERE id = \(message.id)
        """
      case .refused(let reason), .postponed(let reason):
        "UPDATE outbox_message SET state = 'failed', failure = \(reason) WHERE id = \(message.id)"
      }
    _ = try await database.pipeline([.entering(tenant), settled])
  }

  /// Seconds until the next try: a minute, doubled each time, at most six hours.
  static func backOff(after attempts: Int) -> TimeInterval {
    min(60 * TimeInterval(1 << min(max(attempts - 1, 0), 16)), 6 * 3600)
  }
}

extension SQL {
  static func entering(_ tenant: ID<Tenant>) -> SQL {
    "SELECT id, slug, name, time_zone, language, currency, phone, address FROM enter_for_work(\(tenant))"
  }
}
