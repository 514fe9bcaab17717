/// Rows come into the log when they happen: one that claims to be older than a seal that it is not in was added afterwards,
/// by somebody who could write what they liked.
enum Lateness {
  /// Microseconds that a row may take from its act's clock to the log, with what two servers' clocks differ by.
  static let grace: Int64 = 900 * 1_000_000
  /// Of PostgreSQL's epoch, in microseconds since 1970.
  private static let epoch: Int64 = 946_684_800 * 1_000_000
  /// Noted when a server comes by, as of the instant at which it happened.
  static let excused = Act.sessionLapsed.rawValue

  /// What rows behind a seal claim at least, as PostgreSQL counts.
  static func bound(after sealedAt: Int64) -> Int64 { sealedAt &- (epoch + grace) }

  static func fault(in rows: [AuditRow], after sealedAt: Int64) -> AuditFinding.Fault? {
    let bound = bound(after: sealedAt)
    return rows.first { $0.at < bound && $0.act != excused }.map {
      .row($0.leaf.id, position: $0.leaf.position, .backdated)
    }
  }
}
