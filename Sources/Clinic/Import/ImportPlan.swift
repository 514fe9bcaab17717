public import FoundationEssentials

/// What a file would do to the entries of one noun, line by line, before it does anything. Pure.
public struct ImportPlan<E: Entry>: Sendable {
  public let lines: [ImportLine]
  /// What is to be written, in the order of the file.
  let work: [Work]

  struct Work: Sendable {
    /// Nil for a new one.
    let stored: E?
    let entry: E
    let id: ID<E.Of>
  }

  /// Whether it can be carried out: all of it or nothing.
  public var isGood: Bool {
    lines.allSatisfy { if case .wrong = $0.verdict { false } else { true } }
  }

  public var hasWork: Bool { !work.isEmpty }

  /// The same for a plan that does the same. It is no secret, and nobody gains by a collision.
  public var fingerprint: String {
    Texts.one(lines.map(\.summary).joined(separator: "\n")).fingerprint
  }

  /// - Parameters:
  ///   - columns: which column is which field.
  ///   - newID: for a line that is of nothing there is.
  public init(
    _ rows: [ImportRow], _ columns: ImportColumns<E>, over stored: [E], in surroundings: Surroundings,
    newID: () -> UUID
  ) {
    var lines: [ImportLine] = []
    var work: [Work] = []
    var matching = ImportMatching(stored)
    for row in rows {
      let sketch = columns.sketch(of: row, in: surroundings)
      do throws(Refusal) {
        let found = try matching.entry(like: sketch, id: columns.id(of: row))
        let id = found?.id ?? ID(newID())
        let entry = try columns.draft(of: row, id, over: found, in: surroundings)
          .written(over: found ?? .blank, in: surroundings)
        try matching.claim(entry, for: found)
        let changes = EntryChanges(from: found ?? .blank, to: entry, in: surroundings).fields.map {
          ImportLine.Change(key: $0.key, before: $0.before.line, after: $0.after.line)
        }
        let verdict: ImportLine.Verdict =
          found == nil ? .new(changes) : changes.isEmpty ? .same : .changed(changes)
        lines.append(ImportLine(line: row.line, title: entry.title, verdict: verdict))
        if verdict != .same { work.append(Work(stored: found, entry: entry, id: id)) }
      } catch {
        lines.append(
          ImportLine(line: row.line, title: sketch.title, verdict: .wrong(error.problemsOfLine)))
      }
    }
    self.lines = lines
    self.work = work
  }
}

extension Refusal {
  /// A line is refused for what is wrong with it, and for nothing else.
  fileprivate var problemsOfLine: [Problem] { if case .invalid(let problems) = self { problems } else { [] } }
}
