internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Hears what a payment provider tells of a clinic's payments: each event once, however often it is told.
  ///
  /// - Parameters:
  ///   - provider: as the address names it.
  ///   - signature: of the body, for the visited clinic.
  /// - Throws: `Refusal.unknown` for no provider of this installation; `PaymentFault` for what it did not sign.
  public func hear(
    _ body: [UInt8], from provider: String, signature: String, by visitor: Visitor
  ) async throws -> PaymentHearing {
    guard let payments, payments.name == provider else { throw Refusal.unknown }
    let now = clock()
    let event = try payments.event(body, signature: signature, at: visitor.host, now: now)
    return try await open(visitor) { records in
      switch event.kind {
      case .paid, .failed: try await records.hear(event, provider, ofCheckoutAt: now)
      case .refunded, .refundFailed: try await records.hear(event, provider, ofRefundAt: now)
      }
    }
  }
}

/// What was made of an event.
public enum PaymentHearing: String, Sendable, CaseIterable {
  case noted
  /// Nothing was to be paid any more: the money goes back.
  case givenBack = "given-back"
  /// It was told before; nothing was changed.
  case repeated
  /// It is of nothing that we know, or of another amount; nothing was changed.
  case unknown, mismatch
}

extension TenantRecords {
  fileprivate borrowing func hear(
    _ event: PaymentEvent, _ provider: String, ofCheckoutAt now: Date
  ) async throws -> PaymentHearing {
    guard let checkout = try await ask(.lockedCheckout(event.reference, provider: provider)) else {
      return try await note(event, provider, .unknown, about: nil)
    }
    let invoice = checkout.invoice.uuid
    if event.amount != checkout.amount { return try await note(event, provider, .mismatch, about: invoice) }
    if checkout.state == .paid { return try await note(event, provider, .repeated, about: invoice) }
    guard event.kind == .paid else {
      return try await note(
        event, provider, .noted, about: invoice,
        ["UPDATE checkout SET state = 'failed' WHERE id = \(checkout.id) AND state = 'open'"])
    }
    let open = try await ask(.openAmount(of: checkout.invoice))
    let isOwed = open >= checkout.amount.minorUnits
    let paid: ID<Payment> = clinic.newID()
    var statements: [SQL] = [
      "UPDATE checkout SET state = 'paid' WHERE id = \(checkout.id)",
      """
      WITH paid AS (
        INSERT INTO payment (id, invoice_id, kind, method, state, amount_minor, currency, paid_on, checkout_id, reference,
                             recorded_by, recorded_at, settled_at)
        SELECT \(paid), c.invoice_id, 'payment', 'online', 'settled', c.amount_minor, c.currency,
               (\(now)::timestamptz AT TIME ZONE t.time_zone)::date, c.id, \(event.payment), NULL, \(now), \(now)
          FROM checkout c JOIN tenant t ON t.id = c.tenant_id WHERE c.id = \(checkout.id)
        RETURNING invoice_id, amount_minor AS change
      ), \(Invoice.balancing(by: "paid"))
      SELECT FROM balanced
      """,
    ]
    if !isOwed { statements.append(.refunding("p.id = \(paid)", at: now)) }
    return try await note(event, provider, isOwed ? .noted : .givenBack, about: invoice, statements)
  }

  fileprivate borrowing func hear(
    _ event: PaymentEvent, _ provider: String, ofRefundAt now: Date
  ) async throws -> PaymentHearing {
    guard let refund = try await ask(.lockedRefund(event.reference, provider: provider)) else {
      return try await note(event, provider, .unknown, about: nil)
    }
    let invoice = refund.invoice.uuid
    if event.amount != refund.amount { return try await note(event, provider, .mismatch, about: invoice) }
    let settling: SQL =
      event.kind == .refunded
      ? .settlingRefund(refund.id, reference: event.reference, by: visitor, at: now)
      : .failingRefund(refund.id, by: visitor, at: now)
    return try await note(event, provider, .noted, about: invoice, [settling])
  }

  /// Does what follows from an event, unless it was told before.
  private borrowing func note(
    _ event: PaymentEvent, _ provider: String, _ outcome: PaymentHearing, about entity: UUID?,
    _ statements: [SQL] = []
  ) async throws -> PaymentHearing {
    let isNew = try await ask(.note(event, provider, outcome, at: now))
    if !isNew { return .repeated }
    try await finish(
      .paymentHeard, of: entity, statements, detail: "\(event.kind.rawValue), \(outcome.rawValue)")
    return outcome
  }
}

extension Query<Bool> {
  /// False for an event that was noted before.
  fileprivate static func note(
    _ event: PaymentEvent, _ provider: String, _ outcome: PaymentHearing, at now: Date
  ) -> Self {
    Query(
      """
      INSERT INTO payment_event (provider, event, kind, outcome, received_at)
      VALUES (\(provider), \(event.id), \(event.kind.rawValue), \(outcome.rawValue), \(now))
      ON CONFLICT DO NOTHING RETURNING event
      """
    ) { !$0.isEmpty }
  }
}

extension Query<Int64> {
  fileprivate static func openAmount(of id: ID<Invoice>) -> Self {
    Query("SELECT \(Invoice.open) FROM invoice i WHERE i.id = \(id) FOR UPDATE") { rows in
      try rows.decode { row in try row.next(Int64.self) }.first ?? 0
    }
  }
}
