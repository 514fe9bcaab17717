/// One thing wrong with a template, a catalogue or a view, found while the server starts.
public struct TemplateFault: Error, Hashable, CustomStringConvertible {
  /// The file, from the templates folder on: `Templates/appointments/new.html`.
  public let path: String
  /// Counted from 1.
  public let line: Int
  public let what: String

  public var description: String { "\(path):\(line): \(what)" }
}

/// Everything found wrong, by file and line, each fault once.
public struct TemplateFaults: Error, Equatable, CustomStringConvertible {
  public let faults: [TemplateFault]

  /// Merges what several templates reported: a fault in a shared part is found by each page that uses it.
  public init(_ faults: [TemplateFault]) {
    self.faults = Set(faults).sorted { ($0.path, $0.line, $0.what) < ($1.path, $1.line, $1.what) }
  }

  /// One line a fault, as a compiler would print it.
  public var description: String {
    faults.map(\.description).joined(separator: "\n")
  }
}
