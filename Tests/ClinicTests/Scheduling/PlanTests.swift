import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What is over")
struct PlanTests {
  /// Under row-level security an index is asked only through leakproof functions: a condition on `lower(during)` would
  /// read all that a doctor ever had.
  @Test("is not read to find what is ahead")
  func ahead() async throws {
    try await TestClinic.using { test in
      let now = test.clock.now
      let visitor = test.visitor(nil, at: test.riverside, to: .publicInformation, access: .anyone)
      let ahead = now..<now.addingTimeInterval(7 * 86_400)
      let times = Query<Schedule>.schedule(
        of: .one(test.riverside.doctor, test.riverside.services[0]), between: ahead, for: visitor, at: now)
      let moment = Listing.Moment(now: now, zone: try test.clinic.zones.rules(for: "Europe/London"))
      let starts = Query<DayAtAGlance>.dayAtAGlance(moment, for: visitor)
      let day = Day(utc: now)
      let report = Query<ReportRecords>.report(
        ReportQuestion(.waitingTimes, by: .doctor, days: day...day), in: try TimeZoneRules(identifier: "UTC"))
      let queries: [(SQL, String)] = [
        (times.statements[0], "ends_at"), (starts.statements[0], "starts_at"),
        (report.statements[0], "starts_at"),
      ]
      for (statement, column) in queries {
        // Few rows are read at once, whatever indexes there are.
        let plan = try await test.database.asOwner(
          of: test.riverside.id.uuid,
          ["SELECT off FROM set_config('enable_seqscan', 'off', true) AS off", "EXPLAIN \(statement)"])
        let lines = try plan[1].decode { row in try row.next(String.self) }
        #expect(
          lines.contains { $0.contains("Index Cond") && $0.contains(column) },
          "\(lines.joined(separator: "\n"))")
      }
    }
  }
}
