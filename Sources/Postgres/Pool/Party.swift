/// On whose behalf something is asked of the database.
public enum Party: Hashable, Sendable {
  /// The program's own, for nobody in particular.
  case program
  case named(String)
  /// All who can't be told apart.
  case strangers
}
