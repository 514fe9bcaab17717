internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// What an address in a letter has to hold, so that nobody else can end an account's reminders.
  func unsubscribing(_ account: ID<Account>) -> String {
    "\(account).\(secrets.unsubscribing.tag(for: account.description))"
  }

  /// Ends the reminders of the account that a letter was written to, without anybody signing in (RFC 8058). Once more does
  /// nothing more.
  ///
  /// - Throws: `Refusal.unknown` for anything but what such a letter holds.
  public func unsubscribe(_ text: String, by visitor: Visitor) async throws {
    let account = try account(unsubscribing: text)
    try await open(visitor) { records in
      try await records.finish(
        .lettersChosen, of: account.uuid, changed: [.reminders],
        ["UPDATE account SET reminders = '{}' WHERE id = \(account)"])
    }
  }

  /// Whether an address in a letter is one of ours.
  public func checkUnsubscribing(_ text: String) throws { _ = try account(unsubscribing: text) }

  private func account(unsubscribing text: String) throws -> ID<Account> {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let account = ID<Account>(parts[0]),
      secrets.unsubscribing.isValid(parts[1], for: account.description)
    else { throw Refusal.unknown }
    return account
  }
}
