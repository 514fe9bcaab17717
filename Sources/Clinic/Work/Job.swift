internal import FoundationEssentials

/// What a server does by itself. Each is safe to be done on any number of servers, and to be done again after one died.
public enum JobKind: String, Sendable, CaseIterable {
  /// Delivers a letter of the outbox.
  case letter
  /// Passes on what patients have not answered, and offers times that became free.
  case answers
  /// Writes the reminders that are due.
  case reminders
  /// Removes what is over, and tells of records that are about to be handed over.
  case tidyUp = "tidy-up"
  /// Looks a file of patients through, or carries it out, some lines at a time.
  case imports
  /// Scans documents, draws how they look, and removes what is left of others.
  case documents
  /// Releases results that have fallen due.
  case results
  /// Seals what was added to the audit log, and publishes the seals.
  case auditSeal = "audit-seal"
  /// Invoices a visit that is paid ahead; takes the invoice of a cancelled one back.
  case bill, unbill
  /// Asks the payment provider to give back what was paid.
  case refund
  /// Makes an archive of what the clinic keeps of a patient.
  case archive
  /// Removes what is stored of a person whose data were erased.
  case erasure

  /// Seconds after which it comes round in each tenant; nil for what is done once.
  var round: TimeInterval? {
    switch self {
    case .letter, .imports, .bill, .unbill, .refund, .archive, .erasure: nil
    case .answers: 10
    case .reminders: 60
    case .tidyUp: 600
    case .documents: 10
    case .results: 60
    case .auditSeal: 60
    }
  }

  /// Seconds that a worker may take before the job is another's: more than the work takes at most. For what loses nothing by a
  /// lease too short, people who look at its progress wait no longer than they must.
  var lease: TimeInterval {
    switch self {
    case .imports: 20
    // Longer than anything that it does between two signs of life.
    case .archive: 120
    // Each of a round's documents may keep the scanner for as long as it lets it.
    case .documents, .erasure: 1800
    case .letter, .answers, .reminders, .tidyUp, .results, .auditSeal, .bill, .unbill, .refund: 180
    }
  }

  /// Seconds that a job which failed waits at most; it is tried for ever. Nil for what is given up some time.
  var longestWait: TimeInterval? {
    switch self {
    case .imports: 60
    case .erasure: 600
    default: round
    }
  }
}

/// A job that this worker has claimed.
struct Job: Sendable {
  let id: ID<Job>
  let kind: JobKind
  let subject: UUID
  /// Since it last went well, this one included.
  let attempts: Int
  /// Which claim this is. It never begins again, so who slept through the lease is known by it.
  let turn: Int

  static let maximumAttempts = 10

  /// Seconds until the next try: a minute, doubled each time, at most six hours.
  static func backOff(after attempts: Int) -> TimeInterval {
    min(60 * TimeInterval(1 << min(max(attempts - 1, 0), 16)), 6 * 3600)
  }
}

/// How a job ended.
enum JobOutcome: Sendable {
  case done
  /// There is more to do, at once.
  case unfinished
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
  /// Of what comes round, what failed when it was tried last.
  public let failing: Int
}
