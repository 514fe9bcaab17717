import CivilTime
import Clinic
import Pages
import Shell

extension ReportPage {
  init(_ asked: ReportForm, _ answer: ReportAnswer?, _ names: ReportNames, _ formats: Formats) {
    let shown = ShownForm(asked.form, asked.problems, formats.words)
    func choices(_ name: String, _ all: [(String, String)]) -> [Choice] {
      ([("", formats.words["reports.all"])] + all).map {
        Choice($0.0, $0.1, chosen: $0.0 == asked.form[name])
      }
    }
    self.init(
      reports: Report.allCases.map { report in
        var question = asked.question
        question?.report = report
        return ReportLink(
          text: formats.words["report.\(report.rawValue)"],
          href: question.map(Path.reports) ?? "\(Path.reports)?report=\(report.rawValue)",
          isCurrent: report == asked.report)
      },
      report: asked.report.rawValue, from: shown.field("from", label: "reports.from"),
      until: shown.field("until", label: "reports.until"),
      groupings: ReportQuestion.Grouping.allCases.map {
        Choice($0.rawValue, formats.words["reports.of-\($0.rawValue)"], chosen: $0 == asked.grouping)
      },
      services: choices("service", names.services.map { ($0.id.description, $0.name) }),
      doctors: choices("doctor", names.doctors.map { ($0.id.description, $0.name) }),
      places: choices("place", names.places.map { ($0.id.description, $0.name) }), answer: answer)
  }
}

extension ReportAnswer {
  init(
    _ question: ReportQuestion, _ table: ReportTable, _ names: ReportNames, _ currency: String,
    _ formats: Formats
  ) {
    let words = ReportWords(names: names, currency: currency, formats: formats)
    // Months stand there without visits, too.
    let isNothing = question.report.measures.allSatisfy { (table.total[$0] ?? 0) == 0 }
    let rows = isNothing ? [] : words.inOrder(table.rows)
    let drawn = question.report.drawn
    self.init(
      heading: words.heading(words.title(question.report), question.grouping),
      about: words.about(question),
      meaning: formats.words["report.\(question.report.rawValue)-text"],
      note: table.elsewhere == 0
        ? nil
        : formats.words[
          "reports.elsewhere", ["count": formats.count(table.elsewhere), "currency": currency]],
      totals: words.numbers(table.total, question),
      chart: Chart(drawn, rows, question, words)?.svg,
      caption: words.heading(words.label(drawn), question.grouping),
      rowHeading: words.rowHeading(question.grouping),
      columns: question.report.measures.map { Line(words.label($0)) },
      rows: rows.map { name, row in
        var alone = question.about(row.group)
        alone.grouping = .month
        return ReportLine(
          name: name, href: question.grouping == .month ? nil : Path.reports(alone),
          numbers: words.numbers(row.figures, question.about(row.group)))
      },
      csv: Path.reportTable(question))
  }
}

extension ReportWords {
  func numbers(_ figures: Figures, _ question: ReportQuestion) -> [ReportNumber] {
    question.report.measures.map { measure in
      let value = figures[measure]
      let isNothing = value == nil || measure.unit == .count && value == 0
      return ReportNumber(
        label: label(measure), text: text(measure, value),
        href: isNothing ? nil : Path.rows(of: measure, question))
    }
  }
}

extension Chart {
  /// More things than these are not drawn: the table has them.
  private static let most = 15

  /// Nil where there is nothing to draw.
  init?(
    _ measure: Measure, _ rows: [(name: String, row: ReportTable.Row)], _ question: ReportQuestion,
    _ words: ReportWords
  ) {
    let valued = rows.compactMap { name, row in row.figures[measure].map { (name, $0) } }
    guard let highest = valued.max(by: { $0.1 < $1.1 }), let lowest = valued.min(by: { $0.1 < $1.1 }) else {
      return nil
    }
    func point(_ name: String, _ row: ReportTable.Row) -> Point {
      let value = row.figures[measure]
      guard case .month(let days) = row.group else {
        return Point(label: name, value: value, text: words.text(measure, value))
      }
      return Point(
        label: words.formats.words["month.short.\(days.lowerBound.month)"],
        group: String(days.lowerBound.year),
        value: value, text: words.text(measure, value))
    }
    let isLine = question.grouping == .month
    let largest = rows.sorted { ($0.row.figures[measure] ?? -1) > ($1.row.figures[measure] ?? -1) }
      .prefix(Self.most)
    let told = words.formats.words[
      "reports.chart-text",
      [
        "highest": highest.0, "most": words.text(measure, highest.1), "lowest": lowest.0,
        "least": words.text(measure, lowest.1),
      ]]
    let isCut = !isLine && rows.count > Self.most
    let cut = words.formats.words["reports.chart-largest", ["count": String(Self.most)]]
    self.init(
      kind: isLine ? .line : .bars, title: words.heading(words.label(measure), question.grouping),
      description: isCut ? "\(cut) \(told)" : told,
      points: (isLine ? rows[...] : largest).map { point($0.name, $0.row) }, wholes: measure.unit == .count,
      axis: { words.mark(measure, $0) })
  }
}
