import CSV
import Clinic

/// A file of entries, as far as it is nothing but a table.
struct ImportReading {
  let header: [String]
  let rows: [ImportRow]

  /// Nobody's list of services is longer.
  static let limits = CSVLimits(bytes: 2 << 20, rows: 2_001, fields: 100, fieldBytes: 20_000)

  /// - Throws: `Refusal.invalid` at the field `file`, in a person's words and with the line.
  init(_ contents: [UInt8], _ encoding: CSVEncoding) throws(Refusal) {
    do throws(CSVFault) {
      let all = try CSVReader.rows(of: contents, encoding: encoding, limits: Self.limits)
        .filter { !$0.isBlank }
      header = all.first?.fields ?? []
      var rows: [ImportRow] = []
      for row in all.dropFirst() {
        rows.append(ImportRow(line: row.line, cells: Array(try row.fields(header.count))))
      }
      self.rows = rows
    } catch {
      throw .invalid([error.problem])
    }
    if rows.isEmpty { throw .invalid([Problem("file", "csv.empty")]) }
  }

  static let keys = [
    "empty", "bytes", "rows", "fields", "field", "not-utf8", "not-text", "nul", "stray-quote", "behind-quote",
    "open-quote", "uneven",
  ].map { "csv.\($0)" }
}

extension CSVFault {
  /// In a person's words, at the field `file`.
  var problem: Problem { Problem("file", "csv.\(key)", values) }

  private var key: String {
    switch kind {
    case .tooManyBytes: "bytes"
    case .tooManyRows: "rows"
    case .tooManyFields: "fields"
    case .fieldTooLong: "field"
    case .notText(.utf8): "not-utf8"
    case .notText: "not-text"
    case .nul: "nul"
    case .strayQuote: "stray-quote"
    case .textAfterQuote: "behind-quote"
    case .unclosedQuote: "open-quote"
    case .uneven: "uneven"
    }
  }

  private var values: [String: String] {
    var values = ["line": String(line)]
    switch kind {
    case .tooManyBytes(let limit), .tooManyRows(let limit), .tooManyFields(let limit),
      .fieldTooLong(let limit):
      values["limit"] = String(limit)
    case .uneven(let fields, let expected):
      values["fields"] = String(fields)
      values["expected"] = String(expected)
    case .notText, .nul, .strayQuote, .textAfterQuote, .unclosedQuote: break
    }
    return values
  }
}

extension CSVEncoding {
  /// As a form and the database call those that a person can choose.
  init(named name: String) { self = name == "windows-1252" ? .windows1252 : .utf8 }
  var name: String { self == .windows1252 ? "windows-1252" : "utf-8" }
}
