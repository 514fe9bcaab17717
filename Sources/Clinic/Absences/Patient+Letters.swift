internal import Postgres

extension Patient {
  /// Where a letter about appointment `a` of patient `pt` goes: to their own account, else to that of the parent who
  /// booked, else to the address that the clinic noted. NULL where there is none.
  static var address: SQL {
    "coalesce(\(ofReader("o.email")), nullif(pt.email, ''))"
  }

  /// The language that its reader has chosen; NULL for who has no account.
  static var language: SQL { ofReader("o.language") }

  private static func ofReader(_ column: SQL) -> SQL {
    """
    (SELECT \(column) FROM account o
      WHERE o.closed_at IS NULL AND (o.id = pt.account_id OR o.id = a.booked_by AND o.role = 'patient')
      ORDER BY o.id IS NOT DISTINCT FROM pt.account_id DESC LIMIT 1)
    """
  }
}
