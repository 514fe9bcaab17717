import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A suspended clinic")
struct SuspensionTests {
  private func registry(_ test: TestClinic) -> TenantRegistry {
    TenantRegistry(
      connection: test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
  }

  @Test(
    "lets nobody in, signed in or not, and its neighbour as before; resumed, everybody is still signed in")
  func door() async throws {
    try await TestClinic.using { test in
      let token = try await test.session(of: DemoCast.paul)
      let paul = test.visitor(token, at: test.riverside, to: .ownRecord, access: .signedIn)
      let stranger = test.browser(to: .signUp)
      try await registry(test).suspend("riverside", because: " Not paid since May ")
      for visitor in [paul, stranger] {
        await #expect(throws: Refusal.suspended) { try await test.clinic.ask(visitor, .nothing) }
      }
      let etienne = try await test.session(of: DemoCast.etienne)
      _ = try await test.clinic.ask(
        test.visitor(etienne, at: test.hilltop, to: .account, access: .signedIn), .nothing)

      let listed = try await registry(test).tenants()
      #expect(listed.map(\.slug) == ["hilltop", "riverside"])
      #expect(listed[1].suspendedWhy == "Not paid since May" && listed[0].suspendedAt == nil)
      #expect(listed[1].hosts.contains("riverside.localhost"))

      try await registry(test).resume("riverside")
      #expect(try await test.clinic.ask(paul, .nothing).visit.account?.name == DemoCast.paul.displayName)
    }
  }

  @Test("writes no letter until it is resumed, even if its work was begun, and is not told as behind")
  func work() async throws {
    try await TestClinic.using { test in
      for name in ["nora", "omar"] {
        try await test.clinic.open(test.browser(to: .signUp)) { records in
          try await records.write([
            try records.post(.accountExists, to: "\(name)@example.com", language: "en", [:])
          ])
        }
      }
      let registry = registry(test)
      // Suspended while the first letter is on its way.
      let sent = try await test.clinic.work([.letter]) { _, _ in
        try? await registry.suspend("riverside", because: "Asked for")
        return .sent
      }
      #expect(sent == 1)
      test.clock.advance(by: 600)
      #expect(try await test.clinic.work([.letter]) { _, _ in .sent } == 0)
      #expect(try await test.clinic.workLag() == WorkLag(seconds: 0, due: 0, dead: 0, failing: 0))
      try await registry.resume("riverside")
      #expect(try await test.clinic.workLag().due == 1)
      #expect(try await test.clinic.work([.letter]) { _, _ in .sent } == 1)
    }
  }

  @Test("is suspended once, with a reason, and says so in its own audit log")
  func operators() async throws {
    try await TestClinic.using { test in
      let registry = registry(test)
      for reason in ["", "  ", String(repeating: "x", count: 501)] {
        await #expect(throws: TenantFault.reason) { try await registry.suspend("riverside", because: reason) }
      }
      await #expect(throws: TenantFault.unknown("lakeside")) {
        try await registry.suspend("lakeside", because: "Not paid")
      }
      try await registry.suspend("riverside", because: String(repeating: "x", count: 500))
      try await registry.suspend("riverside", because: "Another reason")
      #expect(try await registry.tenants()[1].suspendedWhy.count == 500)
      // What was done before can be verified all the same.
      #expect(try await test.clinic.audited().map(\.slug).sorted() == ["hilltop", "riverside"])
      for _ in 0..<2 { try await registry.resume("riverside") }
      #expect(
        try await test.count("audit_event WHERE act = 'tenant-suspended' AND purpose = 'operation'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'tenant-resumed'") == 1)
      // No page can do it.
      for change in ["suspended_at = now()", "suspended_why = 'x'"] {
        await #expect(throws: PostgresError.self) {
          try await test.database.asServer(of: test.riverside.id.uuid, "UPDATE tenant SET \(unsafe: change)")
        }
      }
    }
  }
}
