public import FoundationEssentials
internal import Postgres

/// Something that happened to an account's way in, for its owner to check.
public struct SecurityEvent: Sendable {
  public let act: Act
  public let at: Date
  public let address: String
  public let agent: String
  /// Whether an administrator did it: where they sat is not told.
  public let isOfClinic: Bool
  /// What of the account it changed, where the act does not say it all.
  public let changed: [Detail]
}

extension Query<[SecurityEvent]> {
  /// The latest of the signed-in account. What anybody can bring about is counted apart: nobody pushes out of sight what was
  /// changed by trying wrong passwords.
  public static var ownSecurityEvents: Self {
    Query(
      """
      SELECT act, at, CASE WHEN purpose = 'administration' THEN '' ELSE address END,
             CASE WHEN purpose = 'administration' THEN '' ELSE agent END, purpose = 'administration', changed
        FROM ((SELECT * FROM \(own) AND NOT (act = ANY (\(anybodys))) ORDER BY at DESC LIMIT 20)
              UNION ALL
              (SELECT * FROM \(own) AND act = ANY (\(anybodys)) ORDER BY at DESC LIMIT 10)) AS e
       ORDER BY at DESC
      """
    ) { rows in
      try rows.decode { row -> SecurityEvent? in
        guard let act = Act(rawValue: try row.next()) else { return nil }
        return try SecurityEvent(
          act: act, at: row.next(), address: row.next(), agent: row.next(), isOfClinic: row.next(),
          changed: row.next([String].self).compactMap(Detail.init))
      }.compactMap(\.self)
    }
  }

  private static let anybodys = Act.allCases.map(\.rawValue).filter {
    $0.hasSuffix("-refused") || $0 == Act.passwordForgotten.rawValue
  }

  private static var own: SQL {
    """
    audit_event
     WHERE entity = (SELECT current_account()) AND act <> 'read'
       AND purpose IN ('sign-up', 'sign-in', 'account', 'administration')
    """
  }
}
