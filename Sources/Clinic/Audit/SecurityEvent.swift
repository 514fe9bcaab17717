public import FoundationEssentials
internal import Postgres

/// Something that happened to an account's way in, for its owner to check.
public struct SecurityEvent: Sendable {
  public let act: Act
  public let at: Date
  public let address: String
  public let agent: String
}

extension Query<[SecurityEvent]> {
  /// The latest of the signed-in account.
  public static var ownSecurityEvents: Self {
    Query(
      """
      SELECT act, at, address, agent FROM audit_event
       WHERE entity = (SELECT current_account()) AND purpose IN ('sign-up', 'sign-in', 'account', 'administration')
         AND act <> 'read'
       ORDER BY at DESC
       LIMIT 20
      """
    ) { rows in
      try rows.decode { row -> SecurityEvent? in
        guard let act = Act(rawValue: try row.next()) else { return nil }
        return try SecurityEvent(act: act, at: row.next(), address: row.next(), agent: row.next())
      }.compactMap(\.self)
    }
  }
}
