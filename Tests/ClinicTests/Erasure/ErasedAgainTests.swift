import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("Erasing again")
struct ErasedAgainTests {
  private func registry(_ database: TestDatabase, _ keys: KeyRing) -> TenantRegistry {
    TenantRegistry(connection: database.ownerConnection, keys: keys, logger: .tests)
  }

  @Test(
    "an archive that is older than an erasure is imported, and whom the list names is gone again, with what is stored of them"
  )
  func imported() async throws {
    try await CarryingStage.using { stage in
      let test = stage.test
      let erasure = try await ErasureStage(test)
      let owner = try await test.documentOwner()
      _ = try await test.add(TestClinic.pdf(900), test.newDocument(), named: "Scan.pdf", by: owner)
      _ = try await test.bookedByPaul()
      _ = try await stage.from.export("riverside", to: stage.path(), stage.key)
      _ = try await erasure.erased()
      let list = try await registry(test.database, TestClinic.keys).erasures(of: "riverside")
      #expect(list.count == 1 && !list[0].contains("@") && !list[0].contains("Fletcher"))

      _ = try await stage.to.bringIn(stage.path(), stage.key)
      let there = registry(stage.there, stage.keys)
      func count(_ what: SQL) async throws -> Int32 {
        try await stage.there.asSuperuser("SELECT count(*)::int FROM \(what)").decode {
          try $0.next(Int32.self)
        }[0]
      }
      let paul = test.riverside.patient
      #expect(try await count("patient WHERE id = \(paul)") == 1)
      // Any line that is not this clinic's: nobody is erased.
      let other = list[0].replacing("\(test.riverside.id)", with: "\(test.hilltop.id)")
      for wrong in ["Paul", "{}", "{\"tenant\": \"no id\"}", other] {
        await #expect(throws: ErasedAgain.Fault(line: 2)) {
          try await there.eraseAgain([list[0], wrong], at: "riverside", now: test.clock.now)
        }
      }
      #expect(try await count("patient WHERE id = \(paul)") == 1)
      #expect(
        try await there.eraseAgain(list + [""], at: "riverside", now: test.clock.now)
          == ErasedAgain(erased: 1))
      #expect(try await count("patient WHERE id = \(paul)") == 0)
      #expect(try await count("account WHERE email = \(DemoCast.paul.email)") == 0)
      #expect(try await count("appointment WHERE patient_id = \(paul)") == 0)
      #expect(try await count("occupancy WHERE resource_id = \(paul) AND released_at IS NULL") == 0)
      #expect(try await count("audit_event WHERE act = 'erasure-carried-out' AND detail = 'again'") == 1)
      #expect(
        try await there.eraseAgain(list, at: "riverside", now: test.clock.now) == ErasedAgain(before: 1))
      // What is stored goes by the job, and its receipt is signed.
      try await there.resume("riverside")
      let server = try stage.server()
      let documents = try KeyPrefix(tenant: "\(test.riverside.id)", "documents")
      #expect(try await stage.files.total(below: documents).count > 0)
      _ = try await server.work([.erasure]) { _, _ in .sent }
      #expect(try await stage.files.total(below: documents).count == 0)
      #expect(try await count("erasure_request WHERE state = 'done' AND receipt IS NOT NULL") == 1)
    }
  }

  @Test("of whom there is nothing in the rows that came back, nothing is done; numbers go on behind theirs")
  func absent() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      _ = try await stage.erased()
      let registry = registry(test.database, TestClinic.keys)
      let list = try await registry.erasures(of: "riverside")
      _ = try await test.database.asSuperuser("DELETE FROM erasure_request")
      #expect(
        try await registry.eraseAgain(list, at: "riverside", now: test.clock.now) == ErasedAgain(nobody: 1))
    }
  }
}
