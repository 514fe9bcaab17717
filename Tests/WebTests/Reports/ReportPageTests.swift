import CSV
import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The page of reports")
struct ReportPageTests {
  /// One completed visit, one that was missed.
  private func stage(_ site: TestSite) async throws {
    let riverside = site.test.riverside
    let start = Date(timeIntervalSince1970: 1_771_952_400)  // Tuesday 24 February 2026, 17:00
    for (state, day) in [("fulfilled", 0.0), ("noshow", 86_400)] {
      let at = start + day
      _ = try await site.test.database.asOwner(
        of: riverside.id.uuid,
        [
          """
          INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                   currency, booking_key, booked_at)
          VALUES (\(UUID()), \(riverside.patient.uuid), \(riverside.doctor.uuid), \(riverside.services[0].uuid),
                  \(riverside.room.uuid), \(at..<(at + 900)), \(state), 123456, 'GBP', \(UUID()), \(at - 86_400))
          """
        ])
    }
  }

  @Test("shows each report by each thing in one round trip, and each number leads to its rows")
  func pages() async throws {
    try await TestSite.using { site in
      try await stage(site)
      let dana = try await site.test.session(of: DemoCast.dana)
      // The clinic's zone is known once anybody was here.
      _ = try await site.get("/admin", as: dana)
      for report in Report.allCases {
        for grouping in ReportQuestion.Grouping.allCases {
          let path = "/admin/reports?report=\(report.rawValue)&by=\(grouping.rawValue)"
          for path in [path, path.replacing("reports?", with: "reports/table.csv?")] {
            let before = site.test.clinic.roundTrips
            let page = try await site.get(path, as: dana)
            #expect(page.status == 200, "\(path)")
            #expect(site.test.clinic.roundTrips - before == 1, "\(path)")
          }
        }
      }
      let shown = try await site.get("/admin/reports?report=no-shows&by=doctor", as: dana).body
      #expect(shown.contains("50.0%") && shown.contains("<svg class=\"chart\""))
      let doctor = site.test.riverside.doctor
      #expect(
        shown.contains(
          "/admin/appointments?from=2025-04-01&amp;until=2026-03-02&amp;state=noshow&amp;doctor=\(doctor)"))
      #expect(shown.contains("/admin/reports?report=no-shows&amp;by=month"))
    }
  }

  @Test("is a table for spreadsheets, too")
  func table() async throws {
    try await TestSite.using { site in
      try await stage(site)
      let dana = try await site.test.session(of: DemoCast.dana)
      let answer = try await site.get(
        "/admin/reports/table.csv?report=revenue&by=month&from=2026-01-31&until=2026-02-28", as: dana)
      #expect(answer.headers["content-type"]?.hasPrefix("text/csv") == true)
      #expect(
        answer.headers["content-disposition"]
          == "attachment; filename=\"revenue-by-month-2026-01-31-2026-02-28.csv\"")
      let rows = try CSVReader.rows(of: Array(answer.body.utf8)).map(\.fields)
      #expect(
        rows == [
          ["Month", "Completed visits", "Revenue (GBP)", "Mean price (GBP)"], ["2026-01", "0", "0.00", ""],
          ["2026-02", "1", "1234.56", "1234.56"], ["All", "1", "1234.56", "1234.56"],
        ])
    }
  }

  @Test("keeps days that can't be, and says why; so many days, and not one more")
  func limits() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      func status(_ query: String) async throws -> Int {
        try await site.get("/admin/reports?\(query)", as: dana).status
      }
      #expect(try await status("from=2024-03-01&until=2026-03-01") == 200)
      #expect(try await status("from=2024-02-29&until=2026-03-01") == 422)
      #expect(try await status("from=2026-03-01&until=2026-03-01") == 200)
      #expect(try await status("from=0001-01-01&until=0001-01-01&report=fill-rate") == 200)
      #expect(try await status("from=9999-12-31&until=9999-12-31&report=fill-rate") == 200)
      let wrong = try await site.get("/admin/reports?from=2026-03-02&until=2026-03-01", as: dana)
      #expect(wrong.status == 422 && wrong.body.contains("value=\"2026-03-01\""))
      #expect(wrong.body.contains("The last day lies before the first"))
      let odd = try await site.get("/admin/reports?from=30+February&report=nothing&by=x&doctor=me", as: dana)
      #expect(odd.status == 422 && odd.body.contains("value=\"30 February\""))
      #expect(try await site.get("/admin/reports/table.csv?from=x", as: dana).status == 303)
    }
  }

  @Test("says that there is nothing where there is nothing")
  func nothing() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      for report in ["bookings", "lead-time", "revenue"] {
        let page = try await site.get(
          "/admin/reports?report=\(report)&from=2020-01-01&until=2020-02-01", as: dana)
        #expect(
          page.body.contains("No appointments begin in these days")
            && !page.body.contains("<svg class=\"chart\""))
      }
      let ben = try await site.test.session(of: DemoCast.ben)
      #expect(try await site.get("/admin/reports", as: ben).status == 403)
    }
  }
}
