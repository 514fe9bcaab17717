import Clinic
import Pages

/// What pages and files say of the lines of a file of patients.
enum ImportWords {
  /// As the forms call the fields.
  static func labels(_ words: Words) -> [String: String] {
    var labels = [PatientRecord.handle: words["import.number"]]
    for field in PatientRecord.fields { labels[field.key] = words["label.\(field.key)"] }
    return labels
  }

  /// What is wrong with a line, or whom it is like; of one that is right, that it was not come to.
  static func reasons(of line: PatientImportLine, _ words: Words) -> [String] {
    if line.told.problems.isEmpty { return [words["import.left"]] }
    let labels = labels(words)
    return line.told.problems.map { problem in
      let text = words[problem.message, problem.values]
      // Of several rows in a cell: `contacts.0.phone`.
      return labels[String(problem.field.prefix { $0 != "." })].map { "\($0): \(text)" } ?? text
    }
  }

  static let keys =
    PatientRecord.fields.map { "label.\($0.key)" }
    + PatientImportLine.Verdict.allCases.map { "import.\($0.rawValue)" } + [
      "import.number", "import.left", "import.file-line", "import.reason", "import.added", "import.altered",
      "import.alike-record", "import.alike-line", "import.patients-hint", "import.looking", "import.carrying",
      "import.state-brought", "import.state-checking", "import.state-checked", "import.state-applying",
      "import.state-done", "import.state-cancelled", "import.report", "import.stopped",
      "problem.day-written", "problem.import-nobody", "problem.import-other-person",
      "problem.import-own-address",
      "problem.import-retired", "problem.import-line-twice", "problem.import-meanwhile",
      "problem.import-columns", "problem.sign-which", "problem.sign-needed", "problem.language-first",
      "problem.language-twice", "problem.title", "problem.yes-no", "problem.list-long", "problem.person-days",
    ]
}
