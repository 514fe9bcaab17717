public import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Makes a private link to the appointments of whoever is signed in; they are told by mail. It is shown this once: only
  /// its hash stays.
  ///
  /// - Throws: `Refusal.unconfirmed`; `Refusal.invalid` when there are enough.
  public func makeCalendarLink(by visitor: Visitor) async throws -> (visit: Visit, link: Token) {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      // One after the other: two tabs don't make one too many.
      _ = try await records.ask(.ownAccountLocked)
      guard try await records.ask(.ownCalendarFeeds).count < CalendarFeed.mostPerAccount else {
        throw Refusal.invalid([Problem("", "problem.calendars-enough")])
      }
      return try await records.makeCalendarLink(.calendarLinkMade)
    }
  }

  /// Makes a link in place of another, which is good no longer.
  ///
  /// - Throws: `Refusal.unconfirmed`; `Refusal.unknown` for one that is not the visitor's own, or is good no longer.
  public func replaceCalendarLink(
    _ id: ID<CalendarFeed>, by visitor: Visitor
  ) async throws -> (visit: Visit, link: Token) {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      guard try await records.revokeCalendarFeed(id) else { throw Refusal.unknown }
      return try await records.makeCalendarLink(.calendarLinkReplaced)
    }
  }

  /// - Throws: `Refusal.unknown` for one that is not the visitor's own, or is good no longer.
  public func revokeCalendarLink(_ id: ID<CalendarFeed>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      guard try await records.revokeCalendarFeed(id) else { throw Refusal.unknown }
      try await records.finish(.calendarLinkRevoked, of: try records.account.id.uuid, [])
    }
  }
}

extension TenantRecords {
  fileprivate func makeCalendarLink(_ act: Act) async throws -> (visit: Visit, link: Token) {
    let account = try account.id
    let link = Token(from: clinic.random)
    try await finish(
      act, of: account.uuid,
      [.insert(clinic.newID(), link, of: account, at: now), try tell(.calendarLinked, to: account)])
    return (visit, link)
  }

  /// - Returns: whether it was a good one of the account's own.
  fileprivate func revokeCalendarFeed(_ id: ID<CalendarFeed>) async throws -> Bool {
    let account = try account.id
    return try await ask(
      Query<Bool>(
        """
        UPDATE calendar_feed SET revoked_at = \(now)
         WHERE id = \(id) AND account_id = \(account) AND revoked_at IS NULL
        RETURNING 1
        """
      ) { !$0.isEmpty })
  }
}
