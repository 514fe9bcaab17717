internal import FoundationEssentials
internal import Postgres

/// What happened to somebody's way in, as they are told by mail (OWASP ASVS 5.0, 6.3.5 and 6.3.7).
public enum SecurityNotice: String, Hashable, Sendable, CaseIterable {
  /// Signed in from a browser that the account was not used on before.
  case newBrowser = "new-browser"
  /// Somebody has tried wrong passwords or codes several times in a row.
  case guesses
  case authenticatorReplaced = "authenticator-replaced"
  case authenticatorRemoved = "authenticator-removed"
  case authenticatorAdded = "authenticator-added"
  /// By an administrator.
  case factorsReset = "factors-reset"
  case passkeyAdded = "passkey-added"
  case passkeyRemoved = "passkey-removed"
  case addressChanged = "address-changed"
  case roleChanged = "role-changed"
  case accountDisabled = "account-disabled"
  case accountEnabled = "account-enabled"
  case accountClosed = "account-closed"
  case calendarLinked = "calendar-linked"

  /// Those that an owner may do without; the others are always sent.
  public static let chosen: [SecurityNotice] = [.newBrowser, .guesses]
}

extension TenantRecords {
  /// A letter to an account's owner, in their language; none when they chose to do without it.
  ///
  /// - Parameter recipient: where it goes instead of the account's own address, as to the older one of two.
  func tell(
    _ notice: SecurityNotice, to account: ID<Account>?, at recipient: String? = nil,
    _ values: [String: String] = [:], if condition: SQL = "true"
  ) throws -> SQL {
    let id: ID<OutboxMessage> = clinic.newID()
    // Where an administrator sits is not told.
    let client = visitor.purpose == .administration ? nil : visitor.client
    let details = [
      "notice": notice.rawValue, "address": client?.address ?? "", "agent": client?.agent ?? "",
      "by": client == nil ? "clinic" : "",
    ]
    let payload = try JSONB(encoding: values.merging(details) { own, _ in own })
    return """
      INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
      SELECT \(id), \(LetterKind.securityNotice.rawValue), language, coalesce(\(recipient), email), \(payload), \(now),
             \(now)
        FROM account
       WHERE id = \(account) AND (\(!SecurityNotice.chosen.contains(notice)) OR channels ->> \(notice.rawValue) IS DISTINCT FROM 'none')
         AND \(condition)
      """
  }
}
