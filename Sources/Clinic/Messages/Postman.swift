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
  /// Any number of workers may do this at once. A letter is claimed for longer than its delivery may take; a worker that
  /// dies leaves it to the next. One that can't be read spoils no other.
  ///
  /// - Parameter goesOn: asked before each letter.
  /// - Returns: how many letters were tried.
  public func deliverDueMessages(
    while goesOn: @Sendable () -> Bool = { true },
    _ deliver: @Sendable (OutboxMessage, Tenant) async -> Delivery
  ) async throws -> Int {
    var tried = 0
    for tenant in try await tenantsForWork() {
      while goesOn(), case (let tenant, let message?) = try await claimMessage(of: tenant) {
        let delivery: Delivery
        if let letter = try? message.opened(by: self, in: tenant.id) {
          delivery = await deliver(letter, tenant)
        } else {
          // Written by a newer version, or sealed with a key that is not here: another server may read it.
          delivery = .postponed("this server can't read the letter")
        }
        try await settle(message, delivery, of: tenant.id)
        tried += 1
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

  /// Seconds after which a claimed letter is another worker's: more than a delivery takes at most.
  private static var lease: TimeInterval { 180 }
  static var maximumAttempts: Int { 10 }

  func tenantsForWork() async throws -> [ID<Tenant>] {
    try await database.pipeline(["SELECT tenants_for_work()"])[0].decode { row in try row.next() }
  }

  private func claimMessage(of tenant: ID<Tenant>) async throws -> (Tenant, SealedMessage?) {
    let now = clock()
    let claim = Query.claim(at: now, until: now + Self.lease)
    let rows = try await database.pipeline([.entering(tenant)] + claim.statements)
    return (try rows[0].decode(Tenant.init(row:))[0], try claim.read(rows[1...]))
  }

  private func settle(_ message: SealedMessage, _ delivery: Delivery, of tenant: ID<Tenant>) async throws {
    let now = clock()
    // Only while it is this worker's: after the lease it may be another's, or sent.
    let own: SQL = "id = \(message.id) AND state = 'queued' AND attempts = \(message.attempts)"
    let settled: SQL =
      switch delivery {
      case .sent:
        "UPDATE outbox_message SET state = 'sent', sent_at = \(now), failure = NULL, secret = NULL WHERE \(own)"
      case .postponed(let reason) where message.attempts < Self.maximumAttempts:
        """
        UPDATE outbox_message SET failure = \(reason), due_at = \(now + Self.backOff(after: message.attempts))
         WHERE \(own)
        """
      case .refused(let reason), .postponed(let reason):
        "UPDATE outbox_message SET state = 'failed', failure = \(reason), secret = NULL WHERE \(own)"
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
