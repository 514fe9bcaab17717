internal import CivilTime
internal import FoundationEssentials
internal import Postgres

/// Whose account a letter goes to, and how they want to hear of things.
struct LetterRecipient: Sendable {
  let letters: LetterChoice
  let role: Role
  /// Nil for the clinic's own.
  let zone: String?

  func channel(for kind: NotificationKind) -> NotificationKind.Channel {
    letters.channels[kind] ?? kind.usual(for: role)
  }

  /// When a letter of the kind may leave, where it is quiet; nil for at once.
  func quietEnd(
    _ kind: NotificationKind, at now: Date, at tenant: Tenant, _ zones: TimeZoneDatabase
  ) throws -> Date? {
    guard kind.waitsInQuietHours, channel(for: kind).isMail else { return nil }
    let own = zone.flatMap { try? zones.rules(for: $0) }
    return letters.quiet.end(after: now, in: try own ?? zones.rules(for: tenant.timeZone))
  }
}

extension Query<LetterRecipient?> {
  /// Nil for a letter to an address that is no account's.
  static func recipient(of letter: ID<OutboxMessage>) -> Self {
    Query(
      """
      SELECT a.role, a.channels, a.quiet_from, a.quiet_until, a.time_zone
        FROM outbox_message m JOIN account a ON a.email = m.recipient AND a.closed_at IS NULL
       WHERE m.id = \(letter)
      """,
      first: { row in
        guard let role = Role(rawValue: try row.next()) else { throw StoredValueFault(column: "role") }
        return try LetterRecipient(
          letters: LetterChoice(
            channels: NotificationKind.channels(row.next(JSONB.self), of: role),
            quiet: QuietHours(from: TimeOfDay(sql: row.next()), until: TimeOfDay(sql: row.next()))),
          role: role, zone: row.next())
      })
  }
}
