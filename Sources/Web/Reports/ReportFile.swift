import CSV
import CivilTime
import Clinic
import Pages

/// The table of a report for a spreadsheet: numbers without signs and grouping, the whole last.
struct ReportFile {
  /// `no-shows-by-month-2026-01-01-2026-11-24.csv`
  let name: String
  let bytes: [UInt8]

  init(
    _ question: ReportQuestion, _ table: ReportTable, _ names: ReportNames, _ currency: String,
    _ formats: Formats
  ) {
    let words = ReportWords(names: names, currency: currency, formats: formats)
    let days = "\(question.days.lowerBound)-\(question.days.upperBound)"
    name = "\(question.report.rawValue)-by-\(question.grouping.rawValue)-\(days).csv"
    var writer = CSVWriter(isMarked: true)
    func write(_ name: String, _ figures: Figures) {
      writer.write([name] + question.report.measures.map { words.cell($0, figures[$0]) })
    }
    writer.write([words.rowHeading(question.grouping)] + question.report.measures.map(words.column))
    for (name, row) in words.inOrder(table.rows) {
      if case .month(let days) = row.group {
        write(String(days.lowerBound.description.prefix(7)), row.figures)
      } else {
        write(name, row.figures)
      }
    }
    write(formats.words["reports.all"], table.total)
    bytes = writer.bytes
  }
}

extension ReportWords {
  /// With the unit that the numbers below do not carry.
  fileprivate func column(_ measure: Measure) -> String {
    switch measure.unit {
    case .share: "\(label(measure)) (%)"
    case .money: "\(label(measure)) (\(currency))"
    case .count, .days, .minutes, .hours: label(measure)
    }
  }

  fileprivate func cell(_ measure: Measure, _ value: Double?) -> String {
    guard let value else { return "" }
    return switch measure.unit {
    case .count: String(Int(value))
    case .days, .minutes, .hours: hundredths(value)
    case .share: hundredths(value * 100)
    case .money: money(value).amount
    }
  }

  private func hundredths(_ value: Double) -> String { String((value * 100).rounded() / 100) }
}
