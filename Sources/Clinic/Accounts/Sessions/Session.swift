internal import FoundationEssentials

/// How far a visitor is signed in, and for how long.
public enum Session {
  public enum Stage: String, Hashable, Sendable {
    /// The password or the mailed code was right, and a second factor has to be set up.
    case enrolling
    /// The password was right, and the second factor is asked for.
    case secondFactor = "second-factor"
    case full
  }

  /// Limits in seconds.
  struct Limits: Equatable {
    let idle: TimeInterval
    let absolute: TimeInterval

    init(_ stage: Stage, _ role: Role, _ rules: SignInRules) {
      switch stage {
      case .enrolling, .secondFactor:
        (idle, absolute) = (15 * 60, 15 * 60)
      case .full:
        let limits = rules.limits(for: role)
        (idle, absolute) = (TimeInterval(limits.idleMinutes * 60), TimeInterval(limits.hours * 3600))
      }
    }
  }
}
