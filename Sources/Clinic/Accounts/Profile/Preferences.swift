internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// In which language the account's letters and pages are, and by which clock its own times are shown.
  ///
  /// - Parameters:
  ///   - language: an ISO 639-1 code, of those that there are pages in.
  ///   - timeZone: an IANA identifier; nil for the clinic's own.
  /// - Throws: `Refusal.invalid` at `zone` for a zone that the database of time zones does not have.
  public func choose(language: String, timeZone: String?, by visitor: Visitor) async throws {
    if let timeZone, (try? zones.rules(for: timeZone)) == nil {
      throw Refusal.invalid([Problem("zone", "problem.choose")])
    }
    try await open(visitor) { records in
      let account = try records.account.id
      guard let own = try await records.ask(.ownAccountLocked) else { throw Refusal.unauthenticated }
      let details: [Detail?] = [
        own.language != language ? .language : nil, own.timeZone != timeZone ? .timeZone : nil,
      ]
      if details.allSatisfy({ $0 == nil }) { return }
      try await records.finish(
        .languageChosen, of: account.uuid, changed: details.compactMap(\.self),
        ["UPDATE account SET language = \(language), time_zone = \(timeZone) WHERE id = \(account)"])
    }
  }

  /// How the account's owner hears of what, of what can be chosen; the rest is always told.
  public func choose(_ letters: LetterChoice, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account
      guard let own = try await records.ask(.ownAccountLocked) else { throw Refusal.unauthenticated }
      let kinds = NotificationKind.all(for: account.role)
      let changed = kinds.filter { letters.channel($0) != own.letters.channel($0) }
      var details: [Detail] = []
      for detail in changed.map(\.detail) where !details.contains(detail) { details.append(detail) }
      if letters.quiet != own.letters.quiet { details.append(.quietHours) }
      if details.isEmpty { return }
      let chosen = Dictionary(
        uniqueKeysWithValues: kinds.filter { letters.channel($0) != $0.usual(for: account.role) }
          .map { ($0.rawValue, letters.channel($0).rawValue) })
      try await records.finish(
        .lettersChosen, of: account.id.uuid, changed: details,
        [
          """
          UPDATE account SET channels = \(try JSONB(encoding: chosen)), quiet_from = \(letters.quiet.from.sql),
                             quiet_until = \(letters.quiet.until.sql)
           WHERE id = \(account.id)
          """
        ])
    }
  }
}

/// How an account's owner hears of what can be chosen, and when they are not to be written to.
public struct LetterChoice: Hashable, Sendable {
  /// Of all kinds that concern them.
  public var channels: [NotificationKind: NotificationKind.Channel]
  public var quiet: QuietHours

  public init(channels: [NotificationKind: NotificationKind.Channel], quiet: QuietHours) {
    self.channels = channels
    self.quiet = quiet
  }

  public func channel(_ kind: NotificationKind) -> NotificationKind.Channel { channels[kind] ?? .mail }

  /// What happens to their way in that they are told of, of what can be chosen.
  public var notices: Set<SecurityNotice> {
    Set(
      SecurityNotice.chosen.filter {
        NotificationKind(rawValue: $0.rawValue).map { channel($0).isMail } ?? true
      })
  }

  public var reminders: Set<Occasion> {
    Set(Occasion.chosen.filter { channel($0 == .week ? .reminderWeek : .reminderDay).isMail })
  }
}

extension NotificationKind {
  /// As they are stored: those that are not as usual.
  static func channels(_ stored: JSONB, of role: Role) throws -> [NotificationKind: Channel] {
    let chosen = try JSONDecoder().decode([String: String].self, from: Data(stored.utf8))
    return Dictionary(
      uniqueKeysWithValues: all(for: role).map { kind in
        (kind, chosen[kind.rawValue].flatMap(Channel.init) ?? kind.usual(for: role))
      })
  }

  fileprivate var detail: Detail {
    switch self {
    case .reminderWeek, .reminderDay: .reminders
    case .newBrowser: .newBrowserLetters
    case .guesses: .guessesLetters
    case .visits, .messages, .record, .invoices, .feedback: .letters
    }
  }
}
