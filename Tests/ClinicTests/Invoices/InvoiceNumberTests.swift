import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Numbers of invoices", .timeLimit(.minutes(5)))
struct InvoiceNumberTests {
  private func numbers(_ test: TestClinic) async throws -> [Int] {
    try await test.database.asOwner(
      of: test.riverside.id.uuid,
      ["SELECT sequence FROM invoice WHERE sequence IS NOT NULL ORDER BY sequence"])[0]
      .decode { row in Int(try row.next(Int32.self)) }
  }

  @Test(
    "have no gap and no double, with a thousand issued at once while connections are cut and transactions fail"
  )
  func thousand() async throws {
    try await TestClinic.using { test in
      let ben = try await test.keeper()
      let drafts = try await test.clinic.draftInvoices(for: test.visits(1000), by: ben)
      #expect(drafts.count == 1000)
      let servers = try (0..<3).map { _ in try test.anotherServer(poolSize: 8) }
      let cutting = Task {
        // Whoever draws a number is cut off now and then, in the midst of it.
        while !Task.isCancelled {
          _ = try? await test.database.asSuperuser(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND usename = 'polyclinic_app' AND state = 'active' ORDER BY random() LIMIT 1
            """)
          try? await Task.sleep(for: .milliseconds(40))
        }
      }
      let lost = await withTaskGroup(of: Bool.self) { group in
        for (place, draft) in drafts.enumerated() {
          group.addTask {
            let server = servers[place % servers.count]
            if place.isMultiple(of: 10) { await Self.drawInVain(draft, by: ben, server) }
            do {
              _ = try await server.issue([draft], by: ben)
              return false
            } catch {
              return true
            }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      cutting.cancel()
      _ = await cutting.result
      let first = try await numbers(test)
      #expect(first == Array(1...first.count))
      // What failed is issued again, all at once: those that were issued although nobody was told are left alone.
      _ = try await servers[0].issue(drafts, by: ben)
      #expect(try await numbers(test) == Array(1...1000))
      #expect(try await test.count("invoice WHERE number IS NULL") == 0)
      #expect(try await test.count("audit_event WHERE act = 'invoice-issued'") == 1000)
      print("a thousand invoices: \(lost) were cut off and issued again")
      for server in servers { await server.close() }
    }
  }

  private struct Changed: Error {}

  /// Draws a number in a transaction that fails afterwards.
  private static func drawInVain(_ draft: ID<Invoice>, by visitor: Visitor, _ server: Clinic) async {
    try? await server.open(visitor) { records in
      _ = try await records.ask(.issue([draft], by: visitor, at: records.now))
      throw Changed()
    }
  }

  @Test("begin anew with the year by the clinic's clocks, and have its prefix")
  func years() async throws {
    // Half past eleven in the evening of 31 December in London.
    try await TestClinic.using(now: Date(timeIntervalSince1970: 1_798_759_800)) { test in
      let old = try await test.invoice(test.issued())
      #expect(old.issue?.number == "INV-2026-00001")
      test.clock.advance(by: 3600)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE tenant SET invoice_prefix = 'RV' WHERE slug = 'riverside'"])
      let new = try await test.invoice(test.issued())
      #expect(new.issue?.number == "RV-2027-00001")
      #expect(new.issue?.day.description == "2027-01-01" && new.issue?.due.description == "2027-01-15")
    }
  }

  @Test("are each clinic's own")
  func tenants() async throws {
    try await TestClinic.using { test in
      _ = try await test.issued()
      _ = try await test.issued()
      let lucie = try await test.database.asOwner(
        of: test.hilltop.id.uuid, ["SELECT FROM invoice", "SELECT FROM invoice_counter"])
      #expect(lucie.map(\.count) == [0, 0])
    }
  }
}
