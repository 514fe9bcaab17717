public import Credentials
internal import FoundationEssentials
internal import Postgres

extension CalendarFeed {
  /// The account whose link this is, as long as both are good.
  static func reader(_ link: Token) -> SQL {
    """
    SELECT a.id, a.role, a.language FROM calendar_feed f JOIN account a ON a.id = f.account_id
     WHERE f.token_hash = \(link.hash) AND f.revoked_at IS NULL AND a.disabled_at IS NULL
       AND a.role = ANY (\(Permission.keepOwnCalendar.roles.map(\.rawValue)))
    """
  }
}

extension Query<CalendarFeed.Reader?> {
  public static func calendarReader(of link: Token) -> Self {
    Query("SELECT role, language FROM (\(CalendarFeed.reader(link))) AS reader") { row in
      try CalendarFeed.Reader(role: Role(rawValue: row.next()) ?? .patient, language: row.next())
    }
  }
}

extension Query<[CalendarFeed]> {
  /// The good ones of whoever is signed in, oldest first.
  public static var ownCalendarFeeds: Self {
    Query(
      """
      SELECT id, created_at FROM calendar_feed
       WHERE account_id = (SELECT current_account()) AND revoked_at IS NULL
       ORDER BY created_at, id
      """
    ) { row in try CalendarFeed(id: row.next(), createdAt: row.next()) }
  }
}

extension SQL {
  static func insert(
    _ id: ID<CalendarFeed>, _ link: Token, of account: ID<Account>, at now: Date
  ) -> SQL {
    """
    INSERT INTO calendar_feed (id, account_id, token_hash, created_at)
    VALUES (\(id), \(account), \(link.hash), \(now))
    """
  }

  /// For whoever may have come by the account: a link is not a session, and would outlive them all.
  static func revokeCalendarFeeds(of account: ID<Account>, at now: Date) -> SQL {
    "UPDATE calendar_feed SET revoked_at = \(now) WHERE account_id = \(account) AND revoked_at IS NULL"
  }

  static func deleteCalendarFeeds(of account: ID<Account>) -> SQL {
    "DELETE FROM calendar_feed WHERE account_id = \(account)"
  }
}
