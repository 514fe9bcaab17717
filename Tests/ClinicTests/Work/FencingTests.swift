import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A worker whose lease is over")
struct FencingTests {
  @Test("changes nothing of what another is about by now; but a letter that was taken is sent")
  func late() async throws {
    for (said, state) in [
      (Delivery.refused("550"), "queued"), (.postponed("451"), "queued"), (.sent, "sent"),
    ] {
      try await TestClinic.using { test in
        try await post(test)
        let first = try await claim(1, said, test)
        test.clock.advance(by: 181)
        let second = try await claim(2, .postponed("451"), test)
        let lease = test.clock.now + 180
        _ = try await first.finishes()
        let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
        #expect(try await test.clinic.mailbox(by: operation).messages.map(\.state) == [state])
        #expect(try await test.count("job WHERE state = 'queued' AND attempts = 2") == 1)
        #expect(try await test.count("job WHERE due_at = '\(lease)'") == 1)
        _ = try await second.finishes()
        #expect(try await test.clinic.mailbox(by: operation).messages.map(\.state) == [state])
        guard state == "sent" else { return }
        test.clock.advance(by: 3600)
        _ = try await test.clinic.work([.letter]) { _, _ in
          Issue.record("a letter that was taken is delivered once more")
          return .sent
        }
      }
    }
  }

  @Test("gives a job up after ten tries, and no sooner")
  func dead() async throws {
    for (attempts, dead) in [(9, 0), (10, 1)] {
      try await TestClinic.using { test in
        try await post(test)
        let id = try await test.database.asOwner(
          of: test.riverside.id.uuid, ["UPDATE job SET attempts = \(Int32(attempts)) RETURNING id"])[0]
          .decode { row in try row.next(ID<Job>.self) }[0]
        let job = Job(id: id, kind: .letter, subject: UUID(), attempts: attempts, turn: 0)
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid, [.settling(job, .postponed("451"), at: test.clock.now)])
        #expect(try await test.count("job WHERE state = 'dead'") == dead)
        #expect(try await test.clinic.workLag().dead == dead)
      }
    }
  }

  @Test("of a server without mail leaves letters to those that have it")
  func withoutMail() async throws {
    try await TestClinic.using { test in
      try await post(test)
      try await test.clinic.scheduleRounds(of: [.reminders])
      #expect(try await test.clinic.work([.reminders]) { _, _ in .sent } == 2)
      #expect(try await test.count("job WHERE kind = 'letter' AND attempts = 0") == 1)
      #expect(try await test.count("outbox_message WHERE state = 'queued'") == 1)
    }
  }

  private func post(_ test: TestClinic) async throws {
    try await test.clinic.open(test.browser(to: .signUp)) { records in
      try await records.write([
        try records.post(.accountExists, to: "nora@example.com", language: "en", [:])
      ])
    }
  }

  /// A worker that has claimed the letter, for the so-manieth time, and waits.
  private func claim(_ attempt: Int, _ said: Delivery, _ test: TestClinic) async throws -> Stalled {
    let (gate, opening) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      try await test.clinic.work([.letter]) { _, _ in
        for await _ in gate { break }
        return said
      }
    }
    while try await test.count("job WHERE attempts = \(attempt)") == 0 {
      try await Task.sleep(for: .milliseconds(10))
    }
    return Stalled(task: task, opening: opening)
  }

  private struct Stalled {
    let task: Task<Int, any Error>
    let opening: AsyncStream<Void>.Continuation

    func finishes() async throws -> Int {
      opening.yield()
      return try await task.value
    }
  }
}
