/// A template ready to run: every name resolved to a position, every stretch of fixed text to a range.
struct Program: Sendable {
  /// All fixed text, end to end.
  var literals: [UInt8] = []
  var steps: [Step] = []
  /// The texts that are worded by a number.
  var plurals: [Plural] = []

  /// Small and without references, so that running over them costs no reference counting.
  enum Step: Sendable {
    case literal(from: Int, to: Int)
    case slot(Address, Writing, Isolation)
    /// Runs up to `end` when there is something to show: once in the same scope.
    case condition(Address, end: Int)
    /// Runs up to `end` once for each view, with its fields as the innermost scope.
    case scope(Address, end: Int)
    /// Runs up to `end` when there is nothing to show.
    case inverse(Address, end: Int)
    /// Goes on where the form of `plurals[index]` stands that goes with the number.
    case plural(Address, index: Int)
    case jump(to: Int)
  }

  struct Plural: Sendable {
    let language: Language
    var starts: [PluralCategory: Int] = [:]
    /// Where the usual form stands.
    var usual = 0

    func start(for category: PluralCategory) -> Int { starts[category] ?? usual }
  }

  /// Where a value is found.
  struct Address: Sendable {
    /// Which scope: 0 is the outermost.
    let scope: Int
    /// Which of its fields.
    let slot: Int
  }

  /// How a value is written.
  enum Writing: Sendable {
    case escaped
    case asItIs
    /// Plain text for the subject of a letter: a line break in a value must not end it.
    case onOneLine
  }
}
