import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A report")
struct ReportTests {
  private func days(_ first: String, _ last: String) throws -> ClosedRange<Day> {
    try #require(Day(iso: first))...(try #require(Day(iso: last)))
  }

  private func ask(_ stage: ReportStage, _ question: ReportQuestion) async throws -> ReportTable {
    let dana = try await stage.test.visitor(
      DemoCast.dana, to: .administration, access: .may(.readReports))
    let zone = try await stage.test.clinic.zone(of: dana)
    let (visit, (records, hours, names)) = try await stage.test.clinic.ask(
      dana, .report(question, in: zone), .hours(for: question, in: zone), .reportNames)
    return ReportTable(
      records, to: question, currency: visit.tenant.currency,
      offered: question.report == .fillRate
        ? HoursOffered(hours, to: question, sites: names.sites, in: zone) : nil)
  }

  private func key(_ group: ReportGroup) -> String {
    switch group {
    case .month(let days): String(days.lowerBound.description.prefix(7))
    case .service(let id): id.description
    case .practitioner(let id): id.description
    case .place(let id): id.description
    }
  }

  private func expectAlike(_ stage: ReportStage, _ question: ReportQuestion) async throws {
    let table = try await ask(stage, question)
    let oracle = ReportOracle(stage: stage, question: question)
    #expect(Set(table.rows.map(\.group)).count == table.rows.count)
    for measure in question.report.measures where measure != .fill {
      var expected = try await oracle.answer(measure)
      let total = expected.removeValue(forKey: "")
      #expect(close(table.total[measure], total), "\(measure) of \(question)")
      for row in table.rows {
        let shared = question.grouping == .service && measure == .hoursOffered
        let other = shared ? total : expected.removeValue(forKey: key(row.group))
        #expect(close(row.figures[measure], other), "\(measure) of \(row.group) in \(question)")
      }
      #expect(expected.values.allSatisfy { $0 == 0 } || measure == .hoursOffered, "\(measure): \(expected)")
    }
  }

  /// What is nothing may be said as none.
  private func close(_ one: Double?, _ other: Double?) -> Bool {
    guard let one, let other else { return (one ?? 0) == 0 && (other ?? 0) == 0 }
    return abs(one - other) <= 1e-6 * max(1, abs(other))
  }

  @Test("says what plain SQL says, whatever it is of and by", arguments: Report.allCases)
  func oracle(report: Report) async throws {
    try await TestClinic.using { test in
      let stage = try await ReportStage.make(test, seed: 7, visits: 500)
      for grouping in ReportQuestion.Grouping.allCases {
        for days in [try days("2026-03-01", "2026-04-05"), try days("2026-03-29", "2026-03-29")] {
          let all = ReportQuestion(report, by: grouping, days: days)
          var some = all
          some.service = test.riverside.services[1]
          var north = all
          (north.place, north.practitioner) = (stage.site, stage.doctors[1])
          for question in [all, some, north] { try await expectAlike(stage, question) }
        }
      }
    }
  }

  @Test("has every month of its days, also without visits, and says what other currencies left out")
  func months() async throws {
    try await TestClinic.using { test in
      let stage = try await ReportStage.make(test, seed: 8, visits: 500)
      let question = ReportQuestion(.revenue, by: .month, days: try days("2025-11-30", "2026-04-12"))
      let table = try await ask(stage, question)
      #expect(table.rows.map(\.group) == question.months.map(ReportGroup.month))
      #expect(
        question.months.map { $0.lowerBound.days(until: $0.upperBound) + 1 } == [1, 31, 31, 28, 31, 12])
      #expect(table.rows[0].figures == Figures([.completed: 0, .revenue: 0]))
      let elsewhere = try await test.count(
        "appointment WHERE status = 'fulfilled' AND currency = 'CHF' AND starts_at < '2026-04-12 23:00+00'")
      #expect(elsewhere > 0 && table.elsewhere == elsewhere)
    }
  }

  @Test("leads from each number to just the appointments that it counts")
  func rows() async throws {
    try await TestClinic.using { test in
      let stage = try await ReportStage.make(test, seed: 10, visits: 300)
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.listVisits))
      let moment = Listing.Moment(now: test.clock.now, zone: try await test.clinic.zone(of: dana))
      for report in Report.allCases {
        let table = try await ask(
          stage, ReportQuestion(report, by: .service, days: try days("2026-03-01", "2026-03-29")))
        for measure in report.measures where measure.unit == .count && measure != .completed {
          var query = [("from", "2026-03-01"), ("until", "2026-03-29")]
          switch measure.rows {
          case .none, .all: break
          case .state(let state): query.append(("state", state.rawValue))
          case .counted(let counted): query.append(("counted", counted.rawValue))
          }
          let view = TableView(query.map { (name: $0.0, value: $0.1) }, of: .appointments)
          let rows = try await test.ask(
            dana, .rows(of: .appointments, view, limit: 1000, by: dana, at: moment))
          #expect(Double(rows.rows.count) == table.total[measure], "\(measure)")
        }
      }
    }
  }

  @Test("is for administrators alone")
  func permission() async throws {
    try await TestClinic.using { test in
      for account in [DemoCast.paul, DemoCast.amira, DemoCast.ben] {
        let visitor = try await test.visitor(account, to: .administration, access: .may(.readReports))
        await #expect(throws: Refusal.forbidden) { try await test.clinic.ask(visitor, .reportNames) }
      }
    }
  }
}
