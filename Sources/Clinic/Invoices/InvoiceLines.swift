internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Puts one thing more on a draft: what a visit brought besides.
  ///
  /// - Parameter amount: in minor units of the invoice's currency, tax included.
  /// - Throws: `Refusal.unknown`; `.conflict(.otherState)` for what is issued; `.conflict(.linesEnough)`.
  public func addLine(_ text: String, _ amount: Int64, to id: ID<Invoice>, by visitor: Visitor) async throws {
    guard visitor.access == .may(.keepInvoices) else { throw Refusal.forbidden }
    try await open(visitor) { records in
      let draft = try await records.ask(.lockedDraft(id, at: clock()))
      guard draft.count < InvoiceLine.most else { throw Refusal.conflict(.linesEnough) }
      let tax = draft.rate.contained(in: Money(minorUnits: amount, currency: "")).minorUnits
      try await records.finish(
        .invoiceChanged, of: id.uuid,
        [
          """
          INSERT INTO invoice_line (id, invoice_id, position, text, served_on, amount_minor, tax_rate, tax_minor)
          VALUES (\(newID() as ID<InvoiceLine>), \(id), \(Int32(draft.last + 1)), \(text), \(draft.day), \(amount),
                  \(Int32(draft.rate.hundredths)), \(tax))
          """,
          .summing(id),
        ])
    }
  }

  /// Takes one thing off a draft.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.otherState)` for what is issued.
  public func removeLine(_ line: ID<InvoiceLine>, from id: ID<Invoice>, by visitor: Visitor) async throws {
    guard visitor.access == .may(.keepInvoices) else { throw Refusal.forbidden }
    try await open(visitor) { records in
      let isOnIt: Query<Bool> = .isThere("invoice_line WHERE id = \(line) AND invoice_id = \(id)")
      guard try await records.ask(isOnIt) else { throw Refusal.unknown }
      _ = try await records.ask(.lockedDraft(id, at: clock()))
      try await records.finish(
        .invoiceChanged, of: id.uuid,
        ["DELETE FROM invoice_line WHERE id = \(line) AND invoice_id = \(id)", .summing(id)])
    }
  }
}

extension Query<Bool> {
  /// - Parameter row: a table, and which of its rows.
  static func isThere(_ row: SQL) -> Self {
    Query("SELECT FROM \(row)") { !$0.isEmpty }
  }
}

/// A draft while it is changed.
private struct LockedDraft: Sendable {
  let count: Int
  /// The greatest position.
  let last: Int
  let rate: TaxRate
  /// Of its visit, or today.
  let day: SQLDate
}

extension Query<LockedDraft> {
  fileprivate static func lockedDraft(_ id: ID<Invoice>, at now: Date) -> Self {
    Query(
      """
      SELECT i.status, (SELECT count(*)::int FROM invoice_line l WHERE l.invoice_id = i.id),
             (SELECT coalesce(max(l.position), 0) FROM invoice_line l WHERE l.invoice_id = i.id), t.tax_rate,
             coalesce((SELECT (a.starts_at AT TIME ZONE t.time_zone)::date FROM appointment a WHERE a.id = i.appointment_id),
                      (\(now)::timestamptz AT TIME ZONE t.time_zone)::date)
        FROM invoice i JOIN tenant t ON t.id = i.tenant_id WHERE i.id = \(id) FOR UPDATE OF i
      """
    ) { rows in
      let found = try rows.decode { row in
        (
          try row.next(String.self),
          LockedDraft(
            count: Int(try row.next(Int32.self)), last: Int(try row.next(Int32.self)),
            rate: TaxRate(hundredths: Int(try row.next(Int32.self))), day: try row.next())
        )
      }
      guard let (status, draft) = found.first else { throw Refusal.unknown }
      guard status == Invoice.Status.draft.rawValue else { throw Refusal.conflict(.otherState) }
      return draft
    }
  }
}

extension SQL {
  /// What is on an invoice, added up.
  fileprivate static func summing(_ id: ID<Invoice>) -> SQL {
    """
    UPDATE invoice SET (total_minor, tax_minor) = (
      SELECT coalesce(sum(amount_minor), 0)::bigint, coalesce(sum(tax_minor), 0)::bigint
        FROM invoice_line WHERE invoice_id = \(id))
     WHERE id = \(id)
    """
  }
}
