/// One line of a file, and what it would do.
public struct ImportLine: Hashable, Sendable {
  public let line: Int
  public let title: String
  public let verdict: Verdict

  public enum Verdict: Hashable, Sendable {
    case new([Change])
    case changed([Change])
    case same
    /// Of the fields that are wrong, by their keys.
    case wrong([Problem])
  }

  public struct Change: Codable, Hashable, Sendable {
    /// Of the field.
    public let key: String
    public let before: String
    public let after: String
  }

  /// All that it would do, and nothing else.
  var summary: String {
    switch verdict {
    case .new(let changes): "\(line) new \(changes.summary)"
    case .changed(let changes): "\(line) \(title) \(changes.summary)"
    case .same: "\(line) same"
    case .wrong(let problems): "\(line) wrong \(problems.map { "\($0.field) \($0.message)" })"
    }
  }
}

extension [ImportLine.Change] {
  fileprivate var summary: String { "\(map { [$0.key, $0.before, $0.after] })" }
}
