import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A list, page by page")
struct PagingTests {
  private func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.listVisits))
  }

  private func rows(
    _ test: TestClinic, _ dana: Visitor, _ query: [(String, String)], of listing: Listing = .appointments,
    limit: Int = 7,
    at cursor: TableView.Cursor? = nil
  ) async throws -> TableRows {
    let zone = try test.clinic.zones.rules(for: "Europe/London")
    let view = TableView(query.map { ($0.0, $0.1) }, of: listing).at(cursor)
    return try await test.ask(
      dana, .rows(of: listing, view, limit: limit, by: dana, at: .init(now: test.clock.now, zone: zone)))
  }

  @Test(
    "has each row once, in order, forwards and back, from either end",
    arguments: ["start", "-start", "booked", "-booked"])
  func pages(sort: String) async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 40, patients: 12, at: test.riverside)
      let dana = try await dana(test)
      let column = sort == "start" || sort == "-start" ? "starts_at" : "booked_at"
      let direction: SQL = sort.hasPrefix("-") ? "DESC" : "ASC"
      let all = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["SELECT id FROM appointment ORDER BY \(unsafe: column) \(direction), id \(direction)"])[0]
        .decode { row in try row.next(UUID.self) }
      var (seen, pages): ([UUID], [[UUID]]) = ([], [])
      var page = try await rows(test, dana, [("sort", sort)])
      #expect(!page.hasPrevious)
      while true {
        seen += page.rows.map(\.id)
        pages.append(page.rows.map(\.id))
        guard page.hasNext, let last = page.rows.last else { break }
        page = try await rows(test, dana, [("sort", sort)], at: .after(last.id))
        #expect(page.hasPrevious)
      }
      #expect(pages.map(\.count) == [7, 7, 7, 7, 7, 5])
      #expect(seen == all)
      for index in pages.indices.dropFirst().reversed() {
        page = try await rows(test, dana, [("sort", sort)], at: .before(pages[index][0]))
        #expect(page.rows.map(\.id) == pages[index - 1] && page.hasNext && page.hasPrevious == (index > 1))
      }
    }
  }

  @Test("tells whether there is another page, at exactly as many rows as fit and at one more")
  func limits() async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 8, patients: 3, at: test.riverside)
      let dana = try await dana(test)
      #expect(try await rows(test, dana, [], limit: 8).hasNext == false)
      let page = try await rows(test, dana, [], limit: 7)
      #expect(page.hasNext && page.rows.count == 7)
    }
  }

  @Test("is narrowed by each filter alone, and by all at once")
  func filters() async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 2000, patients: 50, at: test.riverside)
      let dana = try await dana(test)
      func count(_ query: [(String, String)]) async throws -> Int {
        try await rows(test, dana, query, limit: 5000).rows.count
      }
      func stored(_ condition: String) async throws -> Int {
        try await test.count("appointment WHERE \(condition)")
      }
      let cases = [
        ([("state", "cancelled")], "status = 'cancelled'"),
        ([("when", "ahead")], "starts_at >= '\(test.clock.now.ISO8601Format())'"),
        ([("when", "today")], "starts_at::date = '2026-03-02'"),
        ([("from", "2026-03-02"), ("until", "2026-03-02")], "starts_at::date = '2026-03-02'"),
        ([("q", "lindqist")], "patient_id IN (SELECT id FROM patient WHERE family_name LIKE 'Lindqvist%')"),
      ]
      for (query, condition) in cases {
        let (found, there) = (try await count(query), try await stored(condition))
        #expect(found == there && found > 0, "\(query)")
      }
      let doctor = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT md5('crowd d3')::uuid::text"])[0].decode { row in
          try row.next(String.self)
        }[0]
      #expect(try await count([("doctor", doctor)]) == 200)
      #expect(try await count([("place", "\(test.riverside.room)")]) == 0)
      #expect(try await count([("online", "no")]) == 2000)
      #expect(try await count([("online", "yes")]) == 0)
      let service = test.riverside.services[1]
      let all = try await stored(
        "service_id = '\(service)' AND practitioner_id = '\(doctor)' AND status = 'booked'")
      #expect(try await count([("service", "\(service)"), ("doctor", doctor), ("state", "booked")]) == all)
      #expect(try await count([("q", "nobodyatall")]) == 0)
    }
  }

  @Test("notes whose records were seen, and that they were searched for, and shows another clinic nothing")
  func noted() async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 30, patients: 10, at: test.riverside)
      let dana = try await dana(test)
      let page = try await rows(test, dana, [], limit: 3)
      #expect(page.rows.count == 3)
      #expect(try await test.count("audit_event WHERE act = 'read' AND entity IS NOT NULL") == 3)
      _ = try await rows(test, dana, [("q", "moreau")], limit: 3)
      #expect(try await test.count("audit_event WHERE act = 'patients-searched'") == 1)
      let etienne = try await test.visitor(DemoCast.etienne, to: .administration, access: .may(.listVisits))
      #expect(try await rows(test, etienne, []).rows.isEmpty)
      let first = try #require(page.rows.first)
      #expect(try await rows(test, etienne, [], at: .before(first.id)).rows.isEmpty)
    }
  }

  @Test("is read in pages of few rows and its columns are typed")
  func cells() async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 1, patients: 1, at: test.riverside)
      let dana = try await dana(test)
      let query = Listing.appointments.columns.map { ("col", $0.key) }
      let row = try #require(try await rows(test, dana, query).rows.first)
      let cells = Dictionary(uniqueKeysWithValues: zip(query.map(\.1), row.cells))
      #expect(
        cells["minutes"] == .number(20) && cells["online"] == .code("no")
          && cells["number"] == .number(100_001))
      #expect(cells["price"] == .money(Money(minorUnits: 5000, currency: "GBP")))
      #expect(cells["birth"] == .day(try #require(Day(iso: "1930-01-02"))) && cells["phone"] == Cell.none)
      #expect(cells["patient"] == .text("Pat Haddad 0"))
    }
  }
}
