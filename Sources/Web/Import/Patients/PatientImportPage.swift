internal import Pages

/// `GET /admin/patients/import/:id`: a file's columns, what it would do line by line, how far it is, or what it has done.
struct PatientImportPage: Page {
  /// Of the file.
  let name: String
  let action: String
  var notice: String?
  /// Which column is which; none when that can't be said any more.
  var columns: [ImportColumn] = []
  /// It has to be said first.
  var isUnmatched = false
  /// How far it is, while it goes on by itself.
  var progress: ImportProgress?
  /// What was done in the end.
  var report: String?
  var counts: [ImportCount] = []
  var lines: [ImportRowLine] = []
  /// To the lines that follow.
  var next: String?
  var mayApply = false
  /// How many lines are of people who may have a record already.
  var alike = 0
  var mayCancel = false
  /// Where lines that were refused can be taken away.
  var refused: String?

  /// So many lines are shown at once.
  static let most = 50

  static let template = "import/patients"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)), "name": .text(name), "action": .text(action),
      "columns": .list(columns), "hasColumns": .flag(!columns.isEmpty), "isUnmatched": .flag(isUnmatched),
      "progress": .view(progress), "report": .text(report), "counts": .list(counts),
      "hasCounts": .flag(!counts.isEmpty), "lines": .list(lines), "hasLines": .flag(!lines.isEmpty),
      "next": .text(next), "mayApply": .flag(mayApply), "alike": .number(alike),
      "hasAlike": .flag(alike > 0), "mayCancel": .flag(mayCancel), "refused": .text(refused),
    ]
  }

  static var samples: [PatientImportPage] {
    let empty = PatientImportPage(name: "patients.csv", action: "/admin/patients/import/1")
    var matching = empty
    matching.columns = ImportColumn.samples
    matching.isUnmatched = true
    matching.mayCancel = true
    matching.notice = "Choose for each column which field it is."
    var working = empty
    working.progress = ImportProgress.samples[0]
    working.counts = [ImportCount(text: "Added: 500")]
    working.mayCancel = true
    var seen = empty
    seen.columns = ImportColumn.samples
    seen.counts = ImportCount.samples
    seen.lines = ImportRowLine.samples
    seen.next = "/admin/patients/import/1?after=53"
    seen.mayApply = true
    seen.alike = 3
    seen.mayCancel = true
    var done = empty
    done.report = "Added: 120. Changed: 3. The same: 40. Refused: 1."
    done.counts = ImportCount.samples
    done.lines = [ImportRowLine.samples[2]]
    done.refused = "/admin/patients/import/1/refused.csv"
    return [matching, working, seen, done]
  }
}

/// How far a file is, while it goes on by itself.
struct ImportProgress: View {
  let text: String
  let done: Int
  let most: Int
  /// The last try failed, and another follows.
  let isHeldUp: Bool

  var fields: Fields {
    ["text": .text(text), "done": .number(done), "most": .number(most), "isHeldUp": .flag(isHeldUp)]
  }

  static let samples = [
    ImportProgress(text: "Carried out: 500 of 1,200 lines", done: 500, most: 1200, isHeldUp: true)
  ]
}

/// How many lines are one thing, and where they are shown.
struct ImportCount: View {
  let text: String
  var href: String?
  var isChosen = false

  var fields: Fields { ["text": .text(text), "href": .text(href), "isChosen": .flag(isChosen)] }

  static let samples = [
    ImportCount(text: "New: 120", href: "/admin/patients/import/1?show=fresh", isChosen: true),
    ImportCount(text: "Wrong: 1", href: "/admin/patients/import/1?show=wrong"),
    ImportCount(text: "The same: 40"),
  ]
}

/// A file that was brought before.
struct EarlierImport: View {
  let name: String
  let href: String
  let when: String
  let badge: Badge

  var fields: Fields {
    ["name": .text(name), "href": .text(href), "when": .text(when), "badge": .view(badge)]
  }

  static let samples = [
    EarlierImport(
      name: "patients.csv", href: "/admin/patients/import/1", when: "24 November 2026, 09:05",
      badge: Badge("Carried out", .quiet))
  ]
}
