import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Every list")
struct EveryListingTests {
  private func read(
    _ test: TestClinic, _ dana: Visitor, _ listing: Listing, _ query: [(String, String)]
  ) async throws -> TableRows {
    let zone = try test.clinic.zones.rules(for: "Europe/London")
    let view = TableView(query.map { ($0.0, $0.1) }, of: listing)
    #expect(view.problems.isEmpty, "\(listing.key) \(query)")
    return try await test.ask(
      dana, .rows(of: listing, view, by: dana, at: .init(now: test.clock.now, zone: zone)))
  }

  @Test("answers each of its columns, orders and filters, and a search, from its first row on")
  func answers() async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 20, patients: 10, at: test.riverside)
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.listVisits))
      for listing in EveryListing.all {
        let all = listing.columns.map { ("col", $0.key) }
        let choices = try await test.ask(dana, .choices(of: listing))
        for column in listing.columns where column.isSortable {
          for sort in [column.key, "-\(column.key)"] {
            let first = try await read(test, dana, listing, all + [("sort", sort)])
            guard let row = first.rows.first else { continue }
            let behind = try await read(
              test, dana, listing, all + [("sort", sort), ("after", "\(ID<TableRows>(row.id))")])
            let (found, wanted) = (behind.rows.map(\.id), first.rows.dropFirst().map(\.id))
            // Whoever reads the audit log adds to it, here within the same second.
            let isSame =
              listing.key == "audit" ? wanted.starts(with: found.filter(wanted.contains)) : found == wanted
            #expect(isSame, "\(listing.key) \(sort): \(found), not \(wanted)")
          }
        }
        for filter in listing.filters {
          let value =
            switch filter.kind {
            case .code(let codes): codes.all[0]
            case .record: choices[filter.key]?.first?.id ?? UUID().uuidString
            case .day: "2026-03-02"
            }
          _ = try await read(test, dana, listing, all + [(filter.key, value)])
        }
        if listing.isSearched {
          #expect(try await read(test, dana, listing, [("q", "nobody at all")]).rows.isEmpty)
        }
      }
    }
  }

  @Test(
    "of what the clinic keeps finds by any part of a name, tells what is retired, and leads to what it counts"
  )
  func entries() async throws {
    try await TestClinic.using { test in
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageStaff))
      try await test.own(
        "INSERT INTO device (id, name, kind) VALUES (gen_random_uuid(), 'Élan laser', 'laser')")
      try await test.own(
        "INSERT INTO device (id, name, kind, active) VALUES (gen_random_uuid(), 'Scanner', 'x-ray', false)")
      func names(_ query: [(String, String)]) async throws -> [Cell] {
        try await read(test, dana, .devices, query).rows.map { $0.cells[0] }
      }
      #expect(try await names([]) == [.text("Scanner"), .text("Élan laser")])
      #expect(try await names([("q", "las elan")]) == [.text("Élan laser")])
      #expect(try await names([("use", "retired")]) == [.text("Scanner")])
      #expect(try await names([("use", "active"), ("sort", "-kind")]) == [.text("Élan laser")])
      let doctors = try await read(test, dana, .practitioners, [])
      #expect(!doctors.rows.isEmpty)
      let specialties = try await test.ask(dana, .choices(of: .practitioners))
      let first = try #require(specialties["specialty"]?.first)
      let found = try await read(
        test, dana, .practitioners, [("specialty", first.id), ("col", "specialties")])
      for row in found.rows {
        guard case .text(let names) = row.cells[0] else { return #expect(Bool(false)) }
        #expect(names.contains(first.name))
      }
    }
  }
}
