import ClinicTesting
import Postgres
import Testing

@testable import Clinic

@Suite("Clinics that wait for the database")
struct TurnsTests {
  @Test(
    "take turns: who sends much is refused beyond its share of the line, and nobody waits behind all of it")
  func turns() async throws {
    try await TestClinic.using { test in
      let clinic = try Clinic(
        connection: test.database.appConnection, poolSize: 1, objects: test.clinic.objects,
        keys: TestClinic.keys,
        auditKeys: TestClinic.auditKeys, hasher: TestClinic.hasher, clock: { test.clock.now }, logger: .tests)
      let noisy = test.visitor(nil, at: test.riverside, to: .publicInformation, access: .anyone)
      let quiet = test.visitor(nil, at: test.hilltop, to: .publicInformation, access: .anyone)
      // Both are known by their hosts from here on.
      for visitor in [noisy, quiet] { _ = try await clinic.ask(visitor, .specialties) }
      let share = DatabaseSettings(connection: "").maximumWaitersOfOne
      let answers = Answers()
      let (released, release) = AsyncStream<Void>.makeStream()
      let (holds, hold) = AsyncStream<Void>.makeStream()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await clinic.open(noisy) { _ in
            hold.finish()
            for await _ in released {}
          }
        }
        for await _ in holds {}
        for _ in 0..<(share + 5) {
          group.addTask {
            do {
              _ = try await clinic.ask(noisy, .specialties)
              await answers.answered(noisy)
            } catch Refusal.unavailable {
              await answers.refused()
            }
          }
        }
        // The last that are refused say that all others stand in the line.
        while await answers.refusals < 5 { await Task.yield() }
        group.addTask {
          _ = try await clinic.ask(quiet, .specialties)
          await answers.answered(quiet)
        }
        try await Task.sleep(for: .milliseconds(100))
        release.finish()
        try await group.waitForAll()
        #expect(await answers.refusals == 5)
      }
      let order = await answers.hosts
      let place = try #require(order.firstIndex(of: quiet.host))
      #expect(order.count == share + 1 && place < share / 2, "in place \(place)")
      await clinic.close()
    }
  }
}

private actor Answers {
  /// Of whom was answered, in order.
  private(set) var hosts: [String] = []
  private(set) var refusals = 0

  func answered(_ visitor: Visitor) { hosts.append(visitor.host) }
  func refused() { refusals += 1 }
}
