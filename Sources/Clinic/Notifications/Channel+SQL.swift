internal import Postgres

extension NotificationKind {
  /// Whether the account of alias `account` is to be written to.
  func isMailed(_ account: SQL) -> SQL {
    let usual: SQL =
      self == .messages
      ? "CASE WHEN \(account).role = 'patient' THEN 'mail' ELSE 'page' END" : "'mail'"
    return "coalesce(\(account).channels ->> \(rawValue), \(usual)) = 'mail'"
  }

  /// The occasions of which somebody wants to be reminded, beside the join of `LetterReader`.
  static var remindersOfReader: SQL {
    """
    CASE WHEN reader.id IS NULL THEN CASE WHEN pt.reminded THEN \(Occasion.chosen.map(\.rawValue)) ELSE '{}'::text[] END
         ELSE array_remove(ARRAY[CASE WHEN \(NotificationKind.reminderWeek.isMailed("reader")) THEN 'week' END,
                                 CASE WHEN \(NotificationKind.reminderDay.isMailed("reader")) THEN 'day' END], NULL) END
    """
  }
}
