internal import CivilTime
internal import FoundationEssentials
internal import Postgres

/// The next lines of a file that are looked at or carried out in one transaction.
struct ImportStep: Sendable {
  let file: PatientImport
  let now: Date
  let rows: [SeenLine]
  private let today: Day
  private(set) var lines: [PatientLine] = []
  /// By line.
  private(set) var people: [Int: String] = [:]

  /// A line, and what it was seen to do; nothing yet when it is looked at first.
  struct SeenLine: Sendable {
    let row: ImportRow
    let verdict: PatientImportLine.Verdict?
    let told: PatientImportLine.Told?
  }

  init(_ file: PatientImport, _ rows: [SeenLine], today: Day, now: Date) {
    self.file = file
    self.rows = rows
    self.today = today
    self.now = now
  }

  var isApplied: Bool { file.state == .applying }
  var isLast: Bool { rows.count < PatientImport.batch }

  mutating func read(_ columns: ImportColumns<PatientRecord>, over stored: [PatientRecord]) {
    let byNumber = Dictionary(stored.map { ($0.number, $0) }) { first, _ in first }
    lines = rows.map { seen in
      var line = PatientLine(seen.row, columns, over: byNumber, today: today)
      if isApplied, line.verdict == .changed, line.told.changes != seen.told?.changes {
        line.refuse(Problem("", "problem.import-meanwhile"))
      }
      return line
    }
  }

  /// What is of one record or one person twice is told; no two records are made of one person unawares.
  mutating func compare(_ others: [ImportOther]) {
    let others = Dictionary(others.map { ($0.line, $0) }) { first, _ in first }
    var (numbers, persons): ([Int: Int], [String: Int]) = ([:], [:])
    for index in lines.indices {
      let line = lines[index].row.line
      guard let other = others[line] else { continue }
      if let number = lines[index].number, !isApplied {
        if let earlier = other.sameNumber ?? numbers[number] {
          lines[index].refuse(
            Problem(PatientRecord.handle, "problem.import-line-twice", ["line": String(earlier)]))
        }
        numbers[number] = numbers[number] ?? line
      }
      guard lines[index].verdict == .fresh, let person = other.person else { continue }
      people[line] = person
      if isApplied, file.takesAlike { continue }
      if let number = other.alike {
        lines[index].refuse(Problem("", "import.alike-record", ["number": String(number)]), as: .alike)
      } else if let earlier = isApplied ? nil : other.samePerson ?? persons[person] {
        lines[index].refuse(Problem("", "import.alike-line", ["line": String(earlier)]), as: .alike)
      }
      persons[person] = persons[person] ?? line
    }
  }

  func statements(_ writing: PersonWriting, newID: () -> ID<Patient>) throws -> [SQL] {
    isApplied ? try applied(writing, newID: newID) : try looked()
  }
}

// MARK: - Looking at lines

extension ImportStep {
  private func looked() throws -> [SQL] {
    var counts = file.counts
    counts.unseen -= lines.count
    for line in lines { counts.add(1, line.verdict) }
    return [
      try .telling(lines, of: file.id, people), moved(counts, isLast ? .checked : .checking),
    ]
  }

  func moved(_ counts: PatientImportCounts, _ state: PatientImport.State) -> SQL {
    """
    UPDATE patient_import
       SET state = \(state.rawValue), position = \(rows.last?.row.line ?? file.position), unseen = \(counts.unseen),
           fresh = \(counts.fresh), changed = \(counts.changed), same = \(counts.same), alike = \(counts.alike),
           wrong = \(counts.wrong), added = \(counts.added), altered = \(counts.altered), touched_at = \(now)
     WHERE id = \(file.id)
    """
  }
}

extension SQL {
  static func telling(
    _ lines: [PatientLine], of id: ID<PatientImport>, _ people: [Int: String]
  ) throws -> SQL {
    """
    UPDATE patient_import_line l
       SET verdict = told.verdict, title = told.title, told = told.told, patient_id = told.patient, number = told.number,
           person = told.person
      FROM unnest(\(lines.map(\.row.line))::int[], \(lines.map(\.verdict.rawValue)), \(lines.map(\.title)),
                  \(try lines.map { try JSONB(encoding: $0.told) }), \(lines.map { $0.stored?.id.uuid }),
                  \(lines.map(\.number))::int[], \(lines.map { people[$0.row.line] }))
        AS told (line, verdict, title, told, patient, number, person)
     WHERE l.import_id = \(id) AND l.line = told.line
    """
  }
}
