import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Work")
struct WorkTests {
  private func dueAt(_ kind: JobKind, _ test: TestClinic) async throws -> Date? {
    let rows = try await test.database.asOwner(
      of: test.riverside.id.uuid, ["SELECT due_at FROM job WHERE kind = \(kind.rawValue)"])
    return try rows[0].decode { row in try row.next(Date.self) }.first
  }

  @Test("that comes round is there once, however many servers schedule it, and is due again after its round")
  func rounds() async throws {
    try await TestClinic.using { test in
      for _ in 0..<2 { try await test.clinic.scheduleRounds() }
      // Two clinics, six kinds that come round.
      #expect(try await test.clinic.workLag() == WorkLag(seconds: 0, due: 12, dead: 0, failing: 0))
      #expect(try await test.clinic.work { _, _ in .sent } == 12)
      #expect(try await test.clinic.work { _, _ in .sent } == 0)
      #expect(try await dueAt(.reminders, test) == test.clock.now + 60)
      #expect(try await dueAt(.tidyUp, test) == test.clock.now + 600)
      test.clock.advance(by: 90)
      #expect(try await test.clinic.workLag() == WorkLag(seconds: 80, due: 10, dead: 0, failing: 0))
    }
  }

  @Test("of a worker that died is done by another when the lease is over, and not before")
  func lease() async throws {
    try await TestClinic.using { test in
      try await test.clinic.open(test.browser(to: .signUp)) { records in
        try await records.write([
          try records.post(.accountExists, to: "nora@example.com", language: "en", [:])
        ])
      }
      // Claimed, and never settled.
      let (gate, opening) = AsyncStream.makeStream(of: Void.self)
      let died = Task {
        try await test.clinic.work([.letter]) { _, _ in
          for await _ in gate { break }
          return .postponed("451")
        }
      }
      while try await dueAt(.letter, test) == test.clock.now { try await Task.sleep(for: .milliseconds(10)) }
      test.clock.advance(by: 179)
      #expect(try await test.clinic.work([.letter]) { _, _ in .sent } == 0)
      test.clock.advance(by: 2)
      #expect(try await test.clinic.work([.letter]) { _, _ in .sent } == 1)
      // The first comes back to life: what it has to say is of yesterday.
      opening.yield()
      _ = try await died.value
      let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
      #expect(try await test.clinic.mailbox(by: operation).messages.map(\.state) == ["sent"])
      #expect(try await dueAt(.letter, test) == nil)
    }
  }

  @Test("is tried again after its back-off, as often as is tried, and a job that came round never ends")
  func backOff() async throws {
    for (attempts, seconds) in [(1, 60.0), (2, 120), (4, 480), (9, 15_360), (10, 21_600), (100, 21_600)] {
      #expect(Job.backOff(after: attempts) == seconds, "\(attempts)")
    }
    try await TestClinic.using { test in
      try await test.clinic.scheduleRounds(of: [.reminders])
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE job SET attempts = 50", "ALTER TABLE reminder RENAME TO gone"])
      #expect(try await test.clinic.work([.reminders]) { _, _ in .sent } == 2)
      #expect(try await dueAt(.reminders, test) == test.clock.now + 60)
      #expect(try await test.clinic.workLag().dead == 0)
      #expect(try await test.clinic.workLag().failing == 2)
    }
  }
}
