import CivilTime
import Clinic
import Shell

/// What the address of a report asks, as it was typed. What does not stand there is usual: bookings by month, the last
/// twelve of them.
struct ReportForm {
  let form: Form
  /// Nil when something is wrong.
  let question: ReportQuestion?
  /// Which report, and by what, whatever else is wrong.
  let report: Report
  let grouping: ReportQuestion.Grouping
  let problems: [Problem]

  init(_ query: Form, today: Day) {
    report = Report(rawValue: query["report"]) ?? .bookings
    grouping = ReportQuestion.Grouping(rawValue: query["by"]) ?? .month
    let usual = Self.usual(today)
    var problems: [Problem] = []
    func day(_ name: String, _ usual: Day) -> Day {
      guard let typed = query.value(of: name) else { return usual }
      if let day = Day(iso: typed) { return day }
      problems.append(Problem(name, "problem.pick-day"))
      return usual
    }
    let (first, last) = (day("from", usual.lowerBound), day("until", usual.upperBound))
    if problems.isEmpty {
      if last < first {
        problems.append(Problem("until", "problem.day-order"))
      } else if first.days(until: last) >= ReportQuestion.mostDays {
        problems.append(Problem("until", "problem.report-long", ["days": String(ReportQuestion.mostDays)]))
      }
    }
    self.problems = problems
    form = Form(filledWith: [
      ("from", query.value(of: "from") ?? usual.lowerBound.description),
      ("until", query.value(of: "until") ?? usual.upperBound.description),
      ("service", query["service"]), ("doctor", query["doctor"]), ("place", query["place"]),
    ])
    question =
      problems.isEmpty
      ? ReportQuestion(
        report, by: grouping, days: first...last, service: ID(query["service"]),
        practitioner: ID(query["doctor"]), place: ID(query["place"])) : nil
  }

  private static func usual(_ today: Day) -> ClosedRange<Day> {
    var first = today.startOfMonth
    for _ in 0..<11 { first = first.adding(days: -1).startOfMonth }
    return first...today
  }
}
