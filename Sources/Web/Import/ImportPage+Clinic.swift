import CSV
import Clinic
import Pages
import Shell

extension ImportPage {
  /// So many lines are shown; the counts are of all.
  static let most = 300

  static func labels<E: Entry>(_: E.Type, _ words: Words) -> [String: String] {
    var labels = ["id": words["import.id"]]
    for field in E.fields { labels[field.key] = words[EntryWords.label(E.self, field.key)] }
    return labels
  }

  /// The columns of the file, and which field each is.
  ///
  /// - Parameter all: the keys of all fields, in order.
  mutating func show(
    _ header: [String], _ chosen: [Int: String], _ labels: [String: String], _ all: [String], _ words: Words
  ) {
    columns = ImportColumn.all(header, chosen, of: all, labels, words)
  }

  mutating func show<E: Entry>(_ plan: ImportPlan<E>, _ words: Words) {
    let labels = Self.labels(E.self, words)
    let report = plan.report
    let wrong = plan.lines.count - report.added - report.changed - report.same
    counts = [
      ("new", report.added), ("changed", report.changed), ("same", report.same), ("wrong", wrong),
    ].map { Line("\(words["import.\($0.0)"]): \($0.1)") }
    // What is wrong has to be mended before anything else.
    let told = plan.lines.filter(\.isWrong) + plan.lines.filter { $0.verdict != .same && !$0.isWrong }
    lines = told.prefix(Self.most).map { ImportRowLine($0, labels, words) }
    if told.count > Self.most { more = words["import.more", ["count": String(told.count - Self.most)]] }
    if plan.isGood, plan.hasWork { seen = plan.fingerprint }
    hindrance = seen != nil ? nil : words[plan.isGood ? "import.nothing" : "import.hindered"]
  }

  /// What is wrong, with the field that it is about.
  static func told<E: Entry>(_ problems: [Problem], _: E.Type, _ words: Words) -> [Line] {
    problems.map { Line($0, labels(E.self, words), words) }
  }

  static let keys =
    [
      "import.id", "import.file-hint", "import.not-read", "import.new", "import.changed", "import.same",
      "import.wrong",
      "import.more", "import.done", "import.file", "import.nothing", "import.hindered", "import.link",
      "problem.import-unknown", "problem.import-ambiguous", "problem.import-twice", "problem.import-taken",
      "problem.import-wrong",
    ] + ImportReading.keys
}

extension ImportLine {
  fileprivate var isWrong: Bool { if case .wrong = verdict { true } else { false } }
}

extension ImportRowLine {
  init(_ line: ImportLine, _ labels: [String: String], _ words: Words) {
    var (changes, problems) = ([ImportLine.Change](), [Problem]())
    let badge: Badge
    switch line.verdict {
    case .new(let all): (badge, changes) = (Badge(words["import.new"], .good), all)
    case .changed(let all): (badge, changes) = (Badge(words["import.changed"], .good), all)
    case .same: badge = Badge(words["import.same"], .quiet)
    case .wrong(let all): (badge, problems) = (Badge(words["import.wrong"], .warn), all)
    }
    self.init(
      line: line.line, title: line.title, badge: badge,
      changes: changes.map {
        ImportChange(label: labels[$0.key] ?? $0.key, before: $0.before, after: $0.after)
      },
      problems: problems.map { Line($0, labels, words) })
  }
}

extension Line {
  /// - Parameter labels: by the key of the field.
  fileprivate init(_ problem: Problem, _ labels: [String: String], _ words: Words) {
    let text = words[problem.message, problem.values]
    let field = problem.field.split(separator: ".").first.map(String.init) ?? ""
    self.init(labels[field].map { "\($0): \(text)" } ?? text)
  }
}

extension ImportColumn {
  /// - Parameters:
  ///   - keys: by column, what was chosen.
  ///   - all: what can be chosen.
  static func all(
    _ header: [String], _ keys: [Int: String], of all: [String], _ labels: [String: String], _ words: Words
  ) -> [ImportColumn] {
    header.enumerated().map { index, header in
      let chosen = keys[index] ?? ""
      return ImportColumn(
        name: "column.\(index)", header: header, chosen: chosen,
        choices: [Choice("", words["import.not-read"], chosen: chosen.isEmpty)]
          + all.map { Choice($0, labels[$0] ?? $0, chosen: $0 == chosen) })
    }
  }

  /// By column, as the form and the address say: `column.0=name`.
  static func chosen(_ form: Form) -> [Int: String] {
    var keys: [Int: String] = [:]
    for index in 0..<ImportReading.limits.fields { keys[index] = form.value(of: "column.\(index)") }
    return keys
  }
}
