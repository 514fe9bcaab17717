internal import Pages

/// `GET /admin/services/import` and its sisters: a file is chosen.
struct ImportUploadPage: Page {
  let noun: Link
  let export: String
  let action: String
  let key: String
  let file: Field
  let isWindows: Bool
  let notice: String?
  /// What files are read.
  let hint: String
  /// Files that were brought before and are still known.
  var earlier: [EarlierImport] = []

  static let template = "import/upload"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [file.control])), "nounText": .text(noun.text),
      "nounHref": .text(noun.href), "export": .text(export), "action": .text(action), "key": .text(key),
      "file": .view(file), "isWindows": .flag(isWindows), "hint": .text(hint), "earlier": .list(earlier),
      "hasEarlier": .flag(!earlier.isEmpty),
    ]
  }

  static var samples: [ImportUploadPage] {
    var refused = sample(Field("file", label: "File", problem: "Line 3 is not UTF-8."), isWindows: true)
    refused.earlier = EarlierImport.samples
    return [sample(Field("file"), isWindows: false), refused]
  }

  private static func sample(_ file: Field, isWindows: Bool) -> ImportUploadPage {
    ImportUploadPage(
      noun: Link(text: "Devices", href: "/admin/devices"), export: "/admin/devices/table.csv",
      action: "/admin/devices/import", key: "0190a5c2-7b1e-7c3a-9f60-0a1b2c3d4e5f", file: file,
      isWindows: isWindows, notice: nil, hint: "CSV with a first row of names, up to 2 MB and 2,000 rows.")
  }
}

/// `GET /admin/services/import/:id`: what a file would do, line by line, or what it has done.
struct ImportPage: Page {
  let noun: Link
  /// Of the file.
  let name: String
  let action: String
  /// What it has done; nil until then.
  var report: String?
  var notice: String?
  var columns: [ImportColumn] = []
  /// Two columns are of one field, or none is of any.
  var isUnmatched = false
  var counts: [Line] = []
  var lines: [ImportRowLine] = []
  /// Beyond those that are shown.
  var more: String?
  /// Of what the page shows; nil when it can't be carried out.
  var seen: String?
  /// Why it can't be.
  var hindrance: String?

  static let template = "import/import"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)), "nounText": .text(noun.text),
      "nounHref": .text(noun.href), "name": .text(name), "action": .text(action), "report": .text(report),
      "columns": .list(columns), "isUnmatched": .flag(isUnmatched), "counts": .list(counts),
      "lines": .list(lines), "more": .text(more), "seen": .text(seen),
      "hindrance": .text(hindrance),
    ]
  }

  static var samples: [ImportPage] {
    let empty = ImportPage(
      noun: Link(text: "Devices", href: "/admin/devices"), name: "devices.csv",
      action: "/admin/devices/import/1")
    var good = empty
    good.columns = ImportColumn.samples
    good.counts = [Line("New: 1"), Line("Changed: 1"), Line("The same: 40"), Line("Wrong: 0")]
    good.lines = [ImportRowLine.samples[0], ImportRowLine.samples[1]]
    good.seen = "abc"
    var wrong = good
    wrong.lines = [ImportRowLine.samples[2]]
    wrong.more = "And 300 lines more."
    wrong.seen = nil
    wrong.hindrance = "Something is wrong."
    var unmatched = empty
    unmatched.columns = ImportColumn.samples
    unmatched.isUnmatched = true
    unmatched.notice = "It was changed meanwhile."
    var done = empty
    done.report = "New: 1. Changed: 1. The same: 40."
    return [good, wrong, unmatched, done]
  }
}

/// A column of the file, and the fields that it can be.
struct ImportColumn: View {
  let name: String
  let header: String
  let chosen: String
  let choices: [Choice]

  var fields: Fields {
    ["name": .text(name), "header": .text(header), "chosen": .text(chosen), "choices": .list(choices)]
  }

  static let samples = [
    ImportColumn(
      name: "column.0", header: "Device", chosen: "name",
      choices: [Choice("", "Not read"), Choice("name", "Name", chosen: true)])
  ]
}

/// What one line would do.
struct ImportRowLine: View {
  let line: Int
  let title: String
  let badge: Badge
  let changes: [ImportChange]
  let problems: [Line]

  var fields: Fields {
    [
      "line": .number(line), "title": .text(title), "badge": .view(badge), "changes": .list(changes),
      "problems": .list(problems),
    ]
  }

  static let samples = [
    ImportRowLine(
      line: 2, title: "Laser 2", badge: Badge("New", .good), changes: ImportChange.samples, problems: []),
    ImportRowLine(
      line: 3, title: "Laser 1", badge: Badge("Changed", .quiet), changes: ImportChange.samples, problems: []),
    ImportRowLine(
      line: 4, title: "", badge: Badge("Wrong", .warn), changes: [],
      problems: [Line("Name: Please fill this in")]),
  ]
}

struct ImportChange: View {
  let label: String
  let before: String
  let after: String

  var fields: Fields { ["label": .text(label), "before": .text(before), "after": .text(after)] }

  static let samples = [
    ImportChange(label: "Kind", before: "laser", after: "ultrasound"),
    ImportChange(label: "Name", before: "", after: "Laser 2"),
  ]
}
