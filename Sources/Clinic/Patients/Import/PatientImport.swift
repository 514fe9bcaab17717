public import FoundationEssentials

/// A file of patients, from when it is brought until its report is all that is left of it.
public struct PatientImport: Sendable {
  public let id: ID<PatientImport>
  /// As it was called where it came from.
  public let name: String
  public let header: [String]
  /// By column: the key of the field that it is, or nothing.
  public let keys: [String]
  public let state: State
  /// Whether who may have a record already gets another.
  public let takesAlike: Bool
  /// The last line that was dealt with.
  let position: Int
  /// How many lines are to be carried out.
  public let work: Int
  public internal(set) var counts: PatientImportCounts
  public let madeAt: Date
  let appliedBy: UUID?
  /// Whether the last try to go on failed; the next follows by itself.
  public let isHeldUp: Bool
  /// Under which its lines lie, sealed; nil for one that came before they were.
  let linesKey: [UInt8]?

  public enum State: String, Sendable {
    /// Its columns are to be matched.
    case brought
    /// It is looked through line by line; nothing changes.
    case checking
    /// What it would do can be seen.
    case checked
    case applying
    case done
    /// Stopped by a person. What was done by then stays.
    case cancelled
  }

  /// Lines of one transaction: more would let others wait who register somebody at the same time.
  static let batch = 500
  /// What is left of a file stays so long, in seconds, after something last happened with it.
  static let lifetime: TimeInterval = 7 * 86_400

  public var columns: ImportColumns<PatientRecord>? {
    ImportColumns(Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($0.offset, $0.element) }))
  }

  /// Whether it goes on by itself.
  public var isUnderWay: Bool { state == .checking || state == .applying }

  /// What of the work under way is done.
  public var progress: (done: Int, of: Int) {
    state == .checking
      ? (counts.total - counts.unseen, counts.total) : (max(work - counts.left(takesAlike), 0), work)
  }

  /// Lines that were refused, or not come to.
  public var refused: Int { counts.wrong + counts.alike + counts.unseen + counts.fresh + counts.changed }
}

/// How many lines of a file are what. A line is one of these at a time, so together they are the file.
public struct PatientImportCounts: Hashable, Sendable {
  public internal(set) var unseen = 0
  /// Of somebody who has no record.
  public internal(set) var fresh = 0
  public internal(set) var changed = 0
  public internal(set) var same = 0
  public internal(set) var alike = 0
  public internal(set) var wrong = 0
  /// Carried out.
  public internal(set) var added = 0
  public internal(set) var altered = 0

  public var total: Int { unseen + fresh + changed + same + alike + wrong + added + altered }

  /// What is to be carried out.
  ///
  /// - Parameter takesAlike: whether those count who may have a record already.
  public func left(_ takesAlike: Bool) -> Int { fresh + changed + (takesAlike ? alike : 0) }

  mutating func add(_ count: Int, _ verdict: PatientImportLine.Verdict) {
    switch verdict {
    case .fresh: fresh += count
    case .changed: changed += count
    case .same: same += count
    case .alike: alike += count
    case .wrong: wrong += count
    }
  }
}

/// One line of the file, and what it would do.
public struct PatientImportLine: Sendable {
  public let row: ImportRow
  public let title: String
  public let verdict: Verdict
  public let told: Told

  public enum Verdict: String, Sendable, CaseIterable {
    case fresh, changed, same
    /// New, but somebody of this name and birth date has a record, or an earlier line.
    case alike
    case wrong
  }

  public struct Told: Codable, Hashable, Sendable {
    public var changes: [ImportLine.Change] = []
    /// What is wrong, or who is alike.
    public var problems: [Problem] = []

    public init(changes: [ImportLine.Change] = [], problems: [Problem] = []) {
      self.changes = changes
      self.problems = problems
    }
  }
}
