/// A hint for whoever chooses a password, not a rule.
public enum PasswordStrength: Int, Comparable, CaseIterable, Sendable {
  /// Refused by the policy, or below 40 bits. With a stolen hash and its pepper, 2^40 guesses at 14 ms each
  /// are five centuries of one core.
  case weak
  /// From 40 bits on.
  case fair
  /// From 60 bits on.
  case good
  /// From 80 bits on.
  case strong

  /// - Parameter own: as in `PasswordPolicy.problem(of:own:)`.
  public init(of password: String, own: [String], policy: PasswordPolicy = .standard) {
    guard policy.problem(of: password, own: own) == nil, let password = NormalizedPassword(password) else {
      self = .weak
      return
    }
    switch PasswordEstimate(password.text).bits {
    case ..<40: self = .weak
    case ..<60: self = .fair
    case ..<80: self = .good
    default: self = .strong
    }
  }

  public static func < (one: PasswordStrength, other: PasswordStrength) -> Bool {
    one.rawValue < other.rawValue
  }
}
