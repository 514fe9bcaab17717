import Clinic
import Pages
import Shell

extension PatientImportPage {
  /// Which lines somebody wants to see: `show=wrong&after=53`.
  struct Choice {
    let verdict: PatientImportLine.Verdict?
    let after: Int

    init(_ form: Form) {
      verdict = PatientImportLine.Verdict(rawValue: form["show"])
      after = Int(form["after"]).map { min(max($0, 0), Int(Int32.max)) } ?? 0
    }
  }

  init(_ file: PatientImport, _ lines: [PatientImportLine], _ choice: Choice, _ words: Words) {
    self.init(name: file.name, action: Path.patientImport(file.id))
    let counts = file.counts
    if file.state == .brought || file.state == .checked { showColumns(of: file, words) }
    isUnmatched = file.state == .brought
    if file.isUnderWay {
      let (done, most) = file.progress
      let text = words[
        file.state == .checking ? "import.looking" : "import.carrying",
        ["done": String(done), "most": String(most)]]
      progress = ImportProgress(text: text, done: done, most: max(most, 1), isHeldUp: file.isHeldUp)
    }
    mayCancel = ![.done, .cancelled].contains(file.state)
    mayApply = file.state == .checked && counts.left(true) > 0
    alike = mayApply ? counts.alike : 0
    if !mayCancel {
      report =
        words[
          file.state == .done ? "import.report" : "import.stopped",
          [
            "added": String(counts.added), "changed": String(counts.altered), "same": String(counts.same),
            "refused": String(file.refused),
          ]]
      refused = file.refused > 0 ? "\(action)/refused.csv" : nil
    }
    if file.state == .brought { return }
    self.counts = ImportCount.all(of: file, choice, words)
    if file.isUnderWay { return }
    let columns = file.columns
    self.lines = lines.prefix(Self.most).map { ImportRowLine($0, columns, words) }
    if lines.count > Self.most, let last = lines.prefix(Self.most).last {
      next = Table.address(
        action,
        (choice.verdict.map { [(name: "show", value: $0.rawValue)] } ?? []) + [
          (name: "after", value: String(last.row.line))
        ])
    }
  }

  private mutating func showColumns(of file: PatientImport, _ words: Words) {
    let labels = ImportWords.labels(words)
    let keys =
      (file.columns ?? ImportColumns<PatientRecord>(header: file.header, labels: labels))?.keys ?? [:]
    columns = ImportColumn.all(
      file.header, keys, of: ImportColumns<PatientRecord>.all, labels, words)
  }
}

extension ImportCount {
  fileprivate static func all(
    of file: PatientImport, _ choice: PatientImportPage.Choice, _ words: Words
  ) -> [ImportCount] {
    let counts = file.counts
    let verdicts: [(PatientImportLine.Verdict, Int)] = [
      (.fresh, counts.fresh), (.changed, counts.changed), (.alike, counts.alike), (.wrong, counts.wrong),
      (.same, counts.same),
    ]
    let done = [("added", counts.added), ("altered", counts.altered)].filter { $0.1 > 0 }
    return done.map { ImportCount(text: "\(words["import.\($0.0)"]): \($0.1)") }
      + verdicts.filter { $0.1 > 0 || file.state == .checked }.map { verdict, count in
        ImportCount(
          text: "\(words["import.\(verdict.rawValue)"]): \(count)",
          href: file.isUnderWay || count == 0
            ? nil : "\(Path.patientImport(file.id))?show=\(verdict.rawValue)",
          isChosen: choice.verdict == verdict)
      }
  }
}

extension ImportRowLine {
  fileprivate init(
    _ line: PatientImportLine, _ columns: ImportColumns<PatientRecord>?, _ words: Words
  ) {
    let labels = ImportWords.labels(words)
    let tone: Badge.Tone =
      switch line.verdict {
      case .fresh, .changed: .good
      case .same: .quiet
      case .alike, .wrong: .warn
      }
    self.init(
      line: line.row.line, title: line.title, badge: Badge(words["import.\(line.verdict.rawValue)"], tone),
      changes: line.changes(columns).map {
        ImportChange(label: labels[$0.key] ?? $0.key, before: $0.before, after: $0.after)
      },
      problems: line.told.problems.isEmpty ? [] : ImportWords.reasons(of: line, words).map(Line.init))
  }
}

extension EarlierImport {
  init(_ file: PatientImport, _ formats: Formats) {
    let tone: Badge.Tone =
      switch file.state {
      case .brought, .checked: .warn
      case .checking, .applying: .good
      case .done, .cancelled: .quiet
      }
    self.init(
      name: file.name, href: Path.patientImport(file.id), when: formats.longInstant(file.madeAt),
      badge: Badge(formats.words["import.state-\(file.state.rawValue)"], tone))
  }
}
