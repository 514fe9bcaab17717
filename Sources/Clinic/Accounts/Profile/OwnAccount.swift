internal import CivilTime
internal import FoundationEssentials
internal import Postgres

/// What whoever is signed in has set for their account.
public struct OwnAccount: Sendable {
  public let email: String
  public let name: String
  /// Of letters and pages, an ISO 639-1 code.
  public let language: String
  /// An IANA identifier; nil for the clinic's own.
  public let timeZone: String?
  public let role: Role
  public let letters: LetterChoice
}

extension Query<OwnAccount?> {
  private static var selection: SQL {
    """
    SELECT email, display_name, language, time_zone, role, channels, quiet_from, quiet_until
      FROM account WHERE id = (SELECT current_account())
    """
  }

  public static var ownAccount: Self { Query(selection, first: OwnAccount.init(row:)) }

  /// Locks the row: of two changes at once, the second is told what the first has left.
  static var ownAccountLocked: Self { Query("\(selection) FOR UPDATE", first: OwnAccount.init(row:)) }
}

extension OwnAccount {
  init(row: inout Row) throws {
    email = try row.next()
    name = try row.next()
    language = try row.next()
    timeZone = try row.next(String?.self)
    guard let role = Role(rawValue: try row.next()) else { throw StoredValueFault(column: "role") }
    self.role = role
    letters = LetterChoice(
      channels: try NotificationKind.channels(row.next(JSONB.self), of: role),
      quiet: QuietHours(
        from: try TimeOfDay(sql: try row.next()), until: try TimeOfDay(sql: try row.next())))
  }
}
