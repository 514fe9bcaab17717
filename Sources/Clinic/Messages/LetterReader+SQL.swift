internal import FoundationEssentials
internal import Postgres

/// Who reads the letters about a patient's appointments, in the one place that decides it.
///
/// A patient with an account reads their own, and nobody else does, also once it is closed. A child's are read by the parent
/// who booked, else by the first parent there is. Whoever has come of age without an account, or never had a parent here,
/// is written to at the address that the clinic noted. Where there is none, nobody reads: NULL.
enum LetterReader {
  /// The join of `reader`, the account of whoever reads; its columns are NULL where that is none.
  ///
  /// - Parameters:
  ///   - patient: the alias of a row of `patient`.
  ///   - booker: the column of the account that booked, or NULL.
  static func joined(of patient: SQL, bookedBy booker: SQL, at now: Date) -> SQL {
    """
    LEFT JOIN account reader ON reader.closed_at IS NULL AND reader.id = coalesce(\(patient).account_id, (
      SELECT f.account_id
        FROM acting f JOIN account parent ON parent.id = f.account_id AND parent.closed_at IS NULL
       WHERE f.patient_id = \(patient).id AND \(FamilyRight.visits.holds(at: now))
       ORDER BY f.account_id IS NOT DISTINCT FROM \(booker) DESC, f.created_at, f.id LIMIT 1))
    """
  }

  /// Where letters go, beside the join; NULL for nowhere.
  static func email(of patient: SQL) -> SQL {
    "coalesce(reader.email, CASE WHEN \(patient).account_id IS NULL THEN nullif(\(patient).email, '') END)"
  }

  /// In which language, beside the join; empty for the clinic's own.
  static var language: SQL { "coalesce(reader.language, '')" }

  /// `yes` for who can't sign in, beside the join; NULL for who can.
  static var hasNoAccount: SQL { "CASE WHEN reader.id IS NULL THEN 'yes' END" }

  /// Where letters go, without the join.
  static func address(of patient: SQL, bookedBy booker: SQL, at now: Date) -> SQL {
    "(SELECT \(email(of: patient)) FROM (SELECT) AS one \(joined(of: patient, bookedBy: booker, at: now)))"
  }

  /// The language that the reader has chosen, without the join; NULL for who has no account.
  static func language(of patient: SQL, bookedBy booker: SQL, at now: Date) -> SQL {
    "(SELECT reader.language FROM (SELECT) AS one \(joined(of: patient, bookedBy: booker, at: now)))"
  }
}
