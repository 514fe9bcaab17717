public import FoundationEssentials

/// FHIR R4 DiagnosticReport (http://hl7.org/fhir/R4/diagnosticreport.html) of a laboratory: one version of a result, with its values.
public struct DiagnosticReport: Sendable {
  public let id: ID<DiagnosticReport>
  /// That of its first version.
  public let thread: ID<DiagnosticReport>
  public let status: Status
  public let title: String
  /// Who made it.
  public let laboratory: String
  public let conclusion: String
  public let effective: Date
  public let gravity: Gravity
  public let recorded: Date
  public let author: String
  public let superseded: Date?
  /// When a practitioner has said that they have seen it, and who.
  public let seen: Date?
  public let seenBy: String?
  /// When it is released by itself; nil for not.
  public let due: Date?
  public let released: Date?
  public internal(set) var values: [Observation] = []

  public enum Status: String, Sendable, CaseIterable {
    case registered, preliminary, final, amended, corrected, cancelled
    case wrong = "entered-in-error"

    /// Whether it says what it is going to say.
    public var isFinal: Bool { [.final, .amended, .corrected].contains(self) }
  }

  public static let mostValues = 40
}

/// When patients are shown results.
public enum ResultRelease: String, Sendable, CaseIterable {
  /// A normal one at once; another when a practitioner has seen it, or after the clinic's days.
  case graded
  /// Each when somebody says so.
  case byHand = "by-hand"

  /// When a result that comes at an instant is to be released by itself; nil for never.
  func due(_ gravity: Gravity, isFinal: Bool, isSeen: Bool, days: Int, at now: Date) -> Date? {
    guard self == .graded, isFinal else { return nil }
    return gravity == .normal || isSeen ? now : now + TimeInterval(days) * 86_400
  }
}
