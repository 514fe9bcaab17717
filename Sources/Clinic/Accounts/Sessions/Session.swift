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

  /// Limits in seconds: NIST SP 800-63B-4 asks at AAL2 for at most 24 hours, and an hour of idleness.
  struct Limits: Equatable {
    let idle: TimeInterval
    let absolute: TimeInterval

    init(_ stage: Stage, _ role: Role) {
      (idle, absolute) =
        switch (stage, role) {
        case (.enrolling, _), (.secondFactor, _): (15 * 60, 15 * 60)
        case (.full, .patient): (30 * 60, 24 * 3600)
        case (.full, _): (15 * 60, 12 * 3600)
        }
    }
  }
}
