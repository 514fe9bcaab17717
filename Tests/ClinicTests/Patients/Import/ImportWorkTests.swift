import ClinicTesting
import FoundationEssentials
import Postgres
import Synchronization
import Testing

@testable import Clinic

@Suite("A file of patients that is carried out in the background")
struct ImportWorkTests {
  /// Some more than two steps.
  private static let many = 1203

  private func begun(_ stage: ImportStage) async throws -> ID<PatientImport> {
    let id = try await stage.looked(ImportStage.strangers(Self.many))
    try await stage.test.clinic.apply(id, takingAlike: false, by: stage.dana)
    return id
  }

  private func isWhole(_ id: ID<PatientImport>, _ stage: ImportStage) async throws {
    let made = try await stage.strangers()
    #expect(made == (Self.many, Self.many, Self.many))
    let file = try #require(try await stage.file(id))
    #expect(file.state == .done && file.counts == PatientImportCounts(added: Self.many))
    #expect(try await stage.test.count("job WHERE kind = 'imports'") == 0)
    #expect(try await stage.test.count("audit_event WHERE act = 'patient-added-by-file'") == Self.many)
  }

  @Test("does a step at a time, and lets other work come between")
  func steps() async throws {
    try await ImportStage.using { stage in
      let id = try await begun(stage)
      let once = Once()
      _ = try await stage.test.clinic.work([.imports], while: { once.take() }) { _, _ in .sent }
      let file = try #require(try await stage.file(id))
      #expect(file.counts == PatientImportCounts(fresh: Self.many - 500, added: 500))
      #expect(file.progress == (500, Self.many) && file.isUnderWay)
      try await stage.work()
      try await isWhole(id, stage)
    }
  }

  @Test("comes to the same when it is killed again and again, at any moment")
  func killed() async throws {
    try await ImportStage.using { stage in
      let id = try await stage.bring(ImportStage.strangers(Self.many))
      try await stage.match(id)
      let clinic = stage.test.clinic
      // A try that noticed its end is made again later, six hours at most.
      let longest: TimeInterval = 6 * 3600
      for delay in stride(from: 1, through: 60, by: 3) {
        if delay == 31 {
          stage.test.clock.advance(by: longest)
          try await stage.work()
          try await clinic.apply(id, takingAlike: false, by: stage.dana)
        }
        let worker = Task { try await clinic.work([.imports]) { _, _ in .sent } }
        try await Task.sleep(for: .milliseconds(delay))
        worker.cancel()
        _ = try? await worker.value
        // Until its lease is over a job is nobody else's.
        stage.test.clock.advance(by: 21)
      }
      stage.test.clock.advance(by: longest)
      try await stage.work()
      try await isWhole(id, stage)
    }
  }

  @Test("is carried out once by two workers at once")
  func two() async throws {
    try await ImportStage.using { stage in
      let id = try await begun(stage)
      let servers = [stage.test.clinic, try stage.test.anotherServer()]
      try await withThrowingTaskGroup { group in
        for server in servers + servers {
          group.addTask {
            for _ in 0..<20 { _ = try await server.work([.imports]) { _, _ in .sent } }
          }
        }
        try await group.waitForAll()
      }
      try await isWhole(id, stage)
      await servers[1].close()
    }
  }

  @Test("is none of a worker's any more who slept through the lease")
  func stale() async throws {
    try await ImportStage.using { stage in
      let (test, id) = (stage.test, try await begun(stage))
      let job = ID<Job>(
        try #require(
          try await test.database.asOwner(
            of: test.riverside.id.uuid, ["SELECT id FROM job WHERE kind = 'imports'"])[0]
            .decode { row in try row.next(UUID.self) }.first))
      // Claimed, and claimed again by another worker, who has done a step since.
      let once = Once()
      let turn = try await test.int("SELECT turn FROM job WHERE kind = 'imports'") + 1
      _ = try await test.clinic.work([.imports], while: { once.take() }) { _, _ in .sent }
      let mine = Job(id: job, kind: .imports, subject: id.uuid, attempts: 1, turn: turn - 1)
      try await test.clinic.goOn(with: mine, of: try await tenant(test))
      #expect(try await stage.file(id)?.counts.added == 500)
      let current = Job(id: job, kind: .imports, subject: id.uuid, attempts: 1, turn: turn)
      try await test.clinic.goOn(with: current, of: try await tenant(test))
      #expect(try await stage.file(id)?.counts.added == 1000)
    }
  }

  @Test("stops when it is told to: what is done stays, and what is not is told")
  func cancelled() async throws {
    try await ImportStage.using { stage in
      let id = try await begun(stage)
      let once = Once()
      _ = try await stage.test.clinic.work([.imports], while: { once.take() }) { _, _ in .sent }
      for _ in 0..<2 { try await stage.test.clinic.cancel(id, by: stage.dana) }
      try await stage.work()
      let file = try #require(try await stage.file(id))
      #expect(
        file.state == .cancelled && file.counts == PatientImportCounts(fresh: Self.many - 500, added: 500))
      #expect(file.refused == Self.many - 500)
      #expect(try await stage.lines(id).count == Self.many - 500)
      #expect(try await stage.strangers().all == 500)
      #expect(try await stage.test.count("audit_event WHERE act = 'import-cancelled'") == 1)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await stage.test.clinic.apply(id, takingAlike: false, by: stage.dana)
      }
    }
  }

  @Test("that fails is tried for ever, a minute apart at most, and says so")
  func heldUp() async throws {
    try await ImportStage.using { stage in
      let (test, id) = (stage.test, try await begun(stage))
      let owner = test.riverside.id.uuid
      _ = try await test.database.asOwner(
        of: owner, ["UPDATE job SET attempts = 50", "ALTER TABLE patient_word RENAME TO gone"])
      #expect(try await test.clinic.work([.imports]) { _, _ in .sent } == 1)
      #expect(try await stage.file(id)?.isHeldUp == true)
      _ = try await test.database.asOwner(of: owner, ["ALTER TABLE gone RENAME TO patient_word"])
      test.clock.advance(by: 59)
      #expect(try await test.clinic.work([.imports]) { _, _ in .sent } == 0)
      test.clock.advance(by: 1)
      try await stage.work()
      try await isWhole(id, stage)
    }
  }

  private func tenant(_ test: TestClinic) async throws -> Tenant {
    try await test.clinic.ask(
      test.visitor(nil, at: test.riverside, to: .publicInformation, access: .anyone), .nothing
    ).visit.tenant
  }
}

/// True once.
private final class Once: Sendable {
  private let isTaken = Mutex(false)

  func take() -> Bool {
    isTaken.withLock { taken in
      defer { taken = true }
      return !taken
    }
  }
}
