internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// What an address in a letter has to hold, so that nobody else can end an account's reminders.
  func unsubscribing(_ account: ID<Account>) -> String {
    "\(account).\(secrets.unsubscribing.tag(for: account.description))"
  }

  /// The same for letters of another kind than reminders.
  func unsubscribing(_ account: ID<Account>, from kind: NotificationKind) -> String {
    let name = "\(kind.rawValue)~\(account)"
    return "\(name).\(secrets.unsubscribing.tag(for: name))"
  }

  /// What an address in a letter ends; reminders where it says nothing else.
  public func kind(unsubscribing text: String) -> NotificationKind {
    NotificationKind(rawValue: String(text.prefix { $0 != "~" && $0 != "." })) ?? .reminderDay
  }

  /// The same in a letter to somebody without an account: whoever has its address.
  func unsubscribing(reading letter: ID<OutboxMessage>) -> String {
    let name = Self.ofLetters + letter.description
    return "\(name).\(secrets.unsubscribing.tag(for: name))"
  }

  /// Ends the reminders, or letters of another kind, of whom a letter was written to, without anybody signing in (RFC 8058). Once more does nothing more.
  ///
  /// - Throws: `Refusal.unknown` for anything but what such a letter of this clinic holds.
  public func unsubscribe(_ text: String, by visitor: Visitor) async throws {
    let (ends, entity, _) = try reader(unsubscribing: text)
    try await open(visitor) { records in
      if try await records.transaction.query(ends).isEmpty { throw Refusal.unknown }
      let isOfReminders = kind(unsubscribing: text) == .reminderDay
      try await records.finish(
        .lettersChosen, of: entity, changed: [isOfReminders ? .reminders : .letters], [])
    }
  }

  /// Whether an address in a letter is one of this clinic's.
  ///
  /// - Throws: `Refusal.unknown` for one that nobody signed.
  public func isThere(unsubscribing text: String) throws -> Query<Bool> {
    let (_, _, named) = try reader(unsubscribing: text)
    return Query("SELECT EXISTS (\(named))") { rows in try rows.decode { row in try row.next(Bool.self) }[0] }
  }

  private static let ofLetters = "letter-"

  /// What ends somebody's reminders, and yields a row for each whose they were; and the row that the address names.
  private func reader(unsubscribing text: String) throws -> (ends: SQL, entity: UUID, named: SQL) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, secrets.unsubscribing.isValid(parts[1][...], for: parts[0]) else {
      throw Refusal.unknown
    }
    if let account = ID<Account>(parts[0]) {
      return (
        .channels(account, [.reminderWeek, .reminderDay]),
        account.uuid, "SELECT FROM account WHERE id = \(account) AND closed_at IS NULL"
      )
    }
    let named = parts[0].split(separator: "~").map(String.init)
    if named.count == 2, let kind = NotificationKind(rawValue: named[0]), let account = ID<Account>(named[1])
    {
      return (
        .channels(account, [kind]), account.uuid,
        "SELECT FROM account WHERE id = \(account) AND closed_at IS NULL"
      )
    }
    guard parts[0].hasPrefix(Self.ofLetters),
      let letter = ID<OutboxMessage>(parts[0].dropFirst(Self.ofLetters.count))
    else { throw Refusal.unknown }
    return (
      """
      UPDATE patient SET reminded = false
       WHERE account_id IS NULL AND email = (SELECT recipient FROM outbox_message WHERE id = \(letter)) RETURNING id
      """, letter.uuid, "SELECT FROM outbox_message WHERE id = \(letter)"
    )
  }
}

extension SQL {
  /// Writes no letters of these kinds any more: what there is on the pages stays there.
  fileprivate static func channels(_ account: ID<Account>, _ kinds: [NotificationKind]) -> SQL {
    let ended = kinds.map { ($0.rawValue, $0.channels.contains(.page) ? "page" : "none") }
    return """
      UPDATE account SET channels = channels || (SELECT jsonb_object_agg(kind, channel)
                                                   FROM unnest(\(ended.map(\.0)), \(ended.map(\.1))) AS ended (kind, channel))
       WHERE id = \(account) AND closed_at IS NULL RETURNING id
      """
  }
}
