internal import CivilTime
internal import FoundationEssentials

/// What one line of a file would do to the record that has its number. Pure.
struct PatientLine: Sendable {
  let row: ImportRow
  /// The number that it has; nil for a line of somebody new, or with none that can be read.
  let number: Int?
  let stored: PatientRecord?
  /// As it is to be, as far as it can be read.
  let record: PatientRecord
  private(set) var verdict: PatientImportLine.Verdict
  private(set) var told = PatientImportLine.Told()

  let title: String

  /// - Parameter stored: by number, those that the lines have.
  init(
    _ row: ImportRow, _ columns: ImportColumns<PatientRecord>, over stored: [Int: PatientRecord],
    today: Day
  ) {
    self.row = row
    let surroundings = Surroundings(currency: "", today: today)
    let number = PatientNumber(columns.id(of: row) ?? "")
    let found = number.value.flatMap { stored[$0] }
    let draft = columns.draft(of: row, found?.id ?? .unstored, over: found, in: surroundings)
    self.number = number.value
    self.stored = found
    let sketch = columns.sketch(of: row, in: surroundings).title
    title = sketch.isEmpty ? found?.title ?? "" : sketch
    do throws(Refusal) {
      let record = try draft.written(over: found ?? .blank, in: surroundings)
      self.record = record
      let changes = EntryChanges(from: found ?? .blank, to: record, in: surroundings).fields.map {
        ImportLine.Change(
          key: $0.key, before: PatientRecord.told($0.key, $0.before).line,
          after: PatientRecord.told($0.key, $0.after).line)
      }
      let problems = number.problems(found).isEmpty ? record.objections(over: found) : number.problems(found)
      if !problems.isEmpty {
        verdict = .wrong
        told.problems = problems
      } else if found == nil {
        verdict = .fresh
      } else {
        verdict = changes.isEmpty ? .same : .changed
        told.changes = changes
      }
    } catch {
      guard case .invalid(let problems) = error else { preconditionFailure("a line is wrong, or it is not") }
      record = found ?? .blank
      verdict = .wrong
      told.problems = number.problems(found) + problems
    }
  }

  mutating func refuse(_ problem: Problem, as verdict: PatientImportLine.Verdict = .wrong) {
    self.verdict = verdict
    told = PatientImportLine.Told(problems: [problem])
  }
}

/// What stands in the column of the numbers: `1042` or, as people write it, `#1042`.
struct PatientNumber: Sendable {
  let text: String
  let value: Int?

  init(_ cell: String) {
    text = cell
    let digits = cell.hasPrefix("#") ? cell.dropFirst() : cell[...]
    value = digits.count <= 9 && digits.allSatisfy(\.isASCIIDigit) ? Int(digits) : nil
  }

  func problems(_ found: PatientRecord?) -> [Problem] {
    text.isEmpty || found != nil ? [] : [Problem(PatientRecord.handle, "problem.import-nobody")]
  }
}

extension PatientRecord {
  /// What speaks against writing this over a record.
  fileprivate func objections(over stored: PatientRecord?) -> [Problem] {
    guard let stored else { return [] }
    // One row that slipped would write everybody's data into somebody else's record.
    if birthDate != stored.birthDate, familyName != stored.familyName, givenName != stored.givenName {
      return [Problem(Self.handle, "problem.import-other-person")]
    }
    if stored.hasAccount, email != stored.email { return [Problem("email", "problem.import-own-address")] }
    let all = ImportColumns<Self>.all
    let isChanged = cells(all) != stored.cells(all)
    if stored.isRetired, isChanged { return [Problem(Self.handle, "problem.import-retired")] }
    return []
  }
}

extension PatientImportLine {
  /// What would change; of somebody new, all that the line says.
  public func changes(_ columns: ImportColumns<PatientRecord>?) -> [ImportLine.Change] {
    guard let columns, verdict == .fresh || verdict == .alike else { return told.changes }
    let texts = columns.texts(of: row)
    return PatientRecord.fields.compactMap { field in
      guard let text = texts[field.key]?.line.trimmed, !text.isEmpty else { return nil }
      let told =
        field.key == PatientRecord.coverageKey ? PatientRecord.told(field.key, .one(text)).line : text
      return ImportLine.Change(key: field.key, before: "", after: told)
    }
  }
}
