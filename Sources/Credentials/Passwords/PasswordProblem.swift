/// Why a password may not be used.
public enum PasswordProblem: Hashable, Sendable {
  /// Fewer characters than the policy's minimum.
  case tooShort(minimum: Int)
  /// More than `PasswordPolicy.maximumLength` characters.
  case tooLong
  /// Among the first that anybody would try, or such a one in disguise.
  case common
  /// Made of what is known about its owner.
  case ownData
}
