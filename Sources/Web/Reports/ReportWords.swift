import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// How a report's numbers and rows are called and written.
struct ReportWords {
  let names: ReportNames
  let currency: String
  let formats: Formats

  func title(_ report: Report) -> String { formats.words["report.\(report.rawValue)"] }
  func label(_ measure: Measure) -> String { formats.words["measure.\(measure.rawValue)"] }
  func rowHeading(_ grouping: ReportQuestion.Grouping) -> String {
    formats.words["reports.of-\(grouping.rawValue)"]
  }

  /// `Bookings by month`
  func heading(_ text: String, _ grouping: ReportQuestion.Grouping) -> String {
    formats.words["reports.by-\(grouping.rawValue)", ["what": text]]
  }

  func name(_ group: ReportGroup) -> String {
    switch group {
    case .month(let days): month(days.lowerBound)
    case .service(let id): names.services.first { $0.id == id }?.name ?? "–"
    case .practitioner(let id): names.doctors.first { $0.id == id }?.name ?? "–"
    case .place(let id): names.places.first { $0.id == id }?.name ?? "–"
    }
  }

  private func month(_ day: Day) -> String { "\(formats.month(day.month)) \(day.year)" }

  /// Rows as they are read: months in their order, all else by name.
  func inOrder(_ rows: [ReportTable.Row]) -> [(name: String, row: ReportTable.Row)] {
    var places: [ReportGroup: Int] = [:]
    let named =
      names.services.map { ReportGroup.service($0.id) } + names.doctors.map { .practitioner($0.id) }
      + names.places.map { .place($0.id) }
    for (index, group) in named.enumerated() { places[group] = index }
    return rows.enumerated().sorted {
      (places[$0.element.group] ?? 0, $0.offset) < (places[$1.element.group] ?? 0, $1.offset)
    }.map { (name($0.element.group), $0.element) }
  }

  /// Of which days and visits.
  func about(_ question: ReportQuestion) -> String {
    let (first, last) = (question.days.lowerBound, question.days.upperBound)
    let days =
      first == last ? formats.date(first) : formats.words.span(formats.date(first), formats.date(last))
    let parts: [ReportGroup?] = [
      question.service.map(ReportGroup.service), question.practitioner.map(ReportGroup.practitioner),
      question.place.map(ReportGroup.place),
    ]
    return ([days] + parts.compactMap(\.self).map(name)).joined(separator: " · ")
  }

  func text(_ measure: Measure, _ value: Double?) -> String {
    guard let value else { return "–" }
    return switch measure.unit {
    case .count: formats.count(Int(value))
    case .days, .minutes, .hours: formats.decimal(value)
    case .share: formats.percent(value)
    case .money: formats.money(money(value))
    }
  }

  func money(_ value: Double) -> Money {
    Money(minorUnits: Int64(exactly: value.rounded()) ?? .max, currency: currency)
  }

  /// A mark of an axis, short enough for a telephone: `2.5k`, `£1M`, `40%`.
  func mark(_ measure: Measure, _ value: Double) -> String {
    switch measure.unit {
    case .share: formats.words["format.percent", ["number": plain(value * 100)]]
    case .money: formats.money(plain(value / formats.minorUnits(of: currency)), in: currency)
    case .count, .days, .minutes, .hours: plain(value)
    }
  }

  private func plain(_ value: Double) -> String {
    for (size, letter) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where value >= size {
      return plain(value / size) + letter
    }
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }

  static let keys =
    Report.allCases.flatMap { ["report.\($0.rawValue)", "report.\($0.rawValue)-text"] }
    + Measure.allCases.map { "measure.\($0.rawValue)" }
    + ReportQuestion.Grouping.allCases.flatMap { ["reports.by-\($0.rawValue)", "reports.of-\($0.rawValue)"] }
    + [
      "reports.all", "reports.from", "reports.until", "reports.elsewhere", "reports.chart-text",
      "reports.chart-largest", "problem.report-long",
    ]
}
