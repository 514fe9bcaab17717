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

  /// Which letters the account's owner wants, of those that can be chosen; of the others none is left out.
  public func choose(_ letters: LetterChoice, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      guard let own = try await records.ask(.ownAccountLocked) else { throw Refusal.unauthenticated }
      let wanted = SecurityNotice.chosen.filter(letters.notices.contains)
      let reminders = Occasion.chosen.filter(letters.reminders.contains)
      var details = SecurityNotice.chosen.filter { wanted.contains($0) != own.letters.notices.contains($0) }
        .compactMap(\.letters)
      if Set(reminders) != own.letters.reminders || letters.quiet != own.letters.quiet {
        details.append(.reminders)
      }
      if details.isEmpty { return }
      try await records.finish(
        .lettersChosen, of: account.uuid, changed: details,
        [
          """
          UPDATE account SET notices = \(wanted.map(\.rawValue)), reminders = \(reminders.map(\.rawValue)),
                             quiet_from = \(letters.quiet.from.sql), quiet_until = \(letters.quiet.until.sql)
           WHERE id = \(account)
          """
        ])
    }
  }
}

/// The letters that an account's owner wants, of those that can be chosen, and when reminders may come.
public struct LetterChoice: Hashable, Sendable {
  public var notices: Set<SecurityNotice>
  public var reminders: Set<Occasion>
  public var quiet: QuietHours

  public init(notices: Set<SecurityNotice>, reminders: Set<Occasion>, quiet: QuietHours) {
    self.notices = notices
    self.reminders = reminders
    self.quiet = quiet
  }
}

extension SecurityNotice {
  /// Nil for those that are always sent.
  fileprivate var letters: Detail? {
    switch self {
    case .newBrowser: .newBrowserLetters
    case .guesses: .guessesLetters
    default: nil
    }
  }
}
