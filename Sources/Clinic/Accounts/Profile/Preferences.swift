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
  public func choose(notices: Set<SecurityNotice>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      guard let own = try await records.ask(.ownAccountLocked) else { throw Refusal.unauthenticated }
      let wanted = SecurityNotice.chosen.filter(notices.contains)
      let details = SecurityNotice.chosen.filter { wanted.contains($0) != own.notices.contains($0) }
        .compactMap(\.letters)
      if details.isEmpty { return }
      try await records.finish(
        .lettersChosen, of: account.uuid, changed: details,
        ["UPDATE account SET notices = \(wanted.map(\.rawValue)) WHERE id = \(account)"])
    }
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
