internal import FoundationEssentials

/// What a server does by itself. Each is safe to be done on any number of servers, and to be done again after one died.
public enum JobKind: String, Sendable, CaseIterable {
  /// Delivers a letter of the outbox.
  case letter
  /// Passes on what patients have not answered, and offers times that became free.
  case answers
  /// Writes the reminders that are due.
  case reminders
  /// Removes what is over.
  case tidyUp = "tidy-up"

  /// Seconds after which it comes round in each tenant; nil for what is done once.
  var round: TimeInterval? {
    switch self {
    case .letter: nil
    case .answers: 10
    case .reminders: 60
    case .tidyUp: 600
    }
  }

  /// Seconds that a worker may take before the job is another's: more than the work takes at most.
  var lease: TimeInterval { 180 }
}

/// A job that this worker has claimed.
struct Job: Sendable {
  let id: ID<Job>
  let kind: JobKind
  let subject: UUID
  /// This one included.
  let attempts: Int

  static let maximumAttempts = 10

  /// Seconds until the next try: a minute, doubled each time, at most six hours.
  static func backOff(after attempts: Int) -> TimeInterval {
    min(60 * TimeInterval(1 << min(max(attempts - 1, 0), 16)), 6 * 3600)
  }
}

/// How a job ended.
enum JobOutcome: Sendable {
  case done
  /// Worth another try: why it failed.
  case postponed(String)
  /// Another try would end the same.
  case hopeless(String)
}

/// How far the work is behind, of all tenants together.
public struct WorkLag: Hashable, Sendable {
  /// Since the job that is due longest was due.
  public let seconds: Double
  public let due: Int
  /// Jobs that were given up.
  public let dead: Int
}
