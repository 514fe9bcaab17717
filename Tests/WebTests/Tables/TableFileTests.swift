import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The file of a list")
struct TableFileTests {
  @Test("is there for every list, with the columns of its address, and never with a formula in a cell")
  func every() async throws {
    try await TestSite.using { site in
      try await site.test.crowd(visits: 30, patients: 10, at: site.test.riverside)
      try await site.own("UPDATE patient SET family_name = '=HYPERLINK(1)' WHERE number = 100001")
      try await site.own("UPDATE account SET display_name = '@SUM(1)' WHERE role = 'admin'")
      let dana = try await site.test.session(of: DemoCast.dana)
      for table in EveryTable.all {
        let columns = table.listing.columns.map { "col=\($0.key)" }.joined(separator: "&")
        let path = "\(Path.file(table.path))?\(columns)"
        let file = try await site.get(path, as: dana)
        #expect(file.status == 200 && file.body.hasPrefix("\u{FEFF}"), "\(path)")
        #expect(file.headers["content-type"] == "text/csv; charset=utf-8; header=present")
        #expect(
          file.headers["content-disposition"]
            == "attachment; filename=\"\(table.listing.key)-2026-03-02.csv\"")
        #expect(!file.body.contains(/(^|[,\r\n"])[=+@]/), "\(path)")
        if table.entry == nil {
          let header = file.body.prefix { $0 != "\r\n" }
          #expect(header.split(separator: ",").count == table.listing.columns.count, "\(header)")
        }
        let page = try await site.get("\(table.path)?\(columns)", as: dana)
        #expect(page.body.contains("\(Path.file(table.path))"), "\(table.path)")
      }
      #expect(try await site.get("/admin/patients/table.csv", as: dana).body.contains("'=HYPERLINK(1)"))
    }
  }

  @Test("has days, times, amounts and codes as a spreadsheet reads them, in words where there are any")
  func cells() async throws {
    try await TestSite.using { site in
      try await site.test.crowd(visits: 1, patients: 1, at: site.test.riverside)
      try await site.own("UPDATE appointment SET currency = 'CHF' WHERE price_minor = 5000")
      let dana = try await site.test.session(of: DemoCast.dana)
      let query =
        "sort=start&col=patient&col=birth&col=price&col=state&col=number&col=online&col=start&col=phone"
      let lines = try await site.get("/admin/appointments/table.csv?\(query)", as: dana).body
        .split(separator: "\r\n")
      #expect(
        lines[0]
          == "\u{FEFF}Start (Europe/London),Patient,Number,Date of birth,Phone,Online,Price (GBP),State")
      #expect(lines[1].hasSuffix(",Pat Haddad 0,100001,1930-01-02,,No,50.00 CHF,Booked"), "\(lines[1])")
      #expect(lines[1].contains(/^2026-\d\d-\d\d \d\d:\d\d,/), "\(lines[1])")
    }
  }

  @Test("is what the address narrows it to; where the address is wrong, its page tells")
  func narrowed() async throws {
    try await TestSite.using { site in
      try await site.test.crowd(visits: 200, patients: 20, at: site.test.riverside)
      let dana = try await site.test.session(of: DemoCast.dana)
      func rows(_ query: String) async throws -> Int {
        let file = try await site.get("/admin/appointments/table.csv?\(query)", as: dana)
        return file.body.split(separator: "\r\n").count - 1
      }
      #expect(try await rows("") == 200)
      #expect(try await rows("state=cancelled") == site.count("appointment WHERE status = 'cancelled'"))
      #expect(try await rows("state=cancelled&q=nobody") == 0)
      let page = try await site.get("/admin/appointments/table.csv?from=2026-02-30&q=a%26b", as: dana)
      #expect(page.status == 303 && page.location == "/admin/appointments?from=2026-02-30&q=a%26b")
    }
  }

  @Test("is an administrator's: the desk has the page alone")
  func roles() async throws {
    try await TestSite.using { site in
      let ben = try await site.test.session(of: DemoCast.ben)
      for path in ["/admin/appointments", "/admin/patients", "/wishes"] {
        #expect(try await site.get("\(path)/table.csv", as: ben).status == 403)
        let page = try await site.get(path, as: ben)
        #expect(page.status == 200 && !page.body.contains("table.csv"))
      }
      // Whoever takes lists away may see each of them.
      for role in Permission.exportLists.roles {
        #expect(EveryTable.all.allSatisfy { role.may($0.permission) })
      }
      #expect(try await site.count("audit_event WHERE act = 'list-exported'") == 0)
    }
  }
}
