import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("The outbox")
struct PostmanTests {
  /// Puts letters into Riverside's outbox.
  private func post(_ count: Int, _ test: TestClinic) async throws {
    let visitor = test.browser(to: .signUp)
    try await test.clinic.open(visitor) { records in
      for _ in 0..<count {
        try await records.write([
          try records.post(.accountExists, to: "nora@example.com", language: "en", [:])
        ])
      }
    }
  }

  private func states(_ test: TestClinic) async throws -> [String] {
    let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
    return try await test.clinic.mailbox(by: operation).messages.map(\.state)
  }

  @Test("delivers each letter once, also with four workers at it")
  func once() async throws {
    try await TestClinic.using { test in
      try await post(45, test)
      let delivered = Deliveries()
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask {
            try await test.clinic.work([.letter]) { message, _ in
              await delivered.add(message.id)
              return .sent
            }
          }
        }
        try await group.waitForAll()
      }
      let ids = await delivered.ids
      #expect(ids.count == 45)
      #expect(Set(ids).count == 45)
      #expect(Set(try await states(test)) == ["sent"])
    }
  }

  @Test("one letter that can't be read keeps no other back, and a stop is heard between two letters")
  func unreadable() async throws {
    try await TestClinic.using { test in
      try await post(3, test)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE outbox_message SET kind = 'of-tomorrow' WHERE id = (SELECT min(id::text)::uuid FROM outbox_message)"
        ])
      let none = try await test.clinic.work([.letter], while: { false }) { _, _ in .sent }
      #expect(none == 0)
      let tried = try await test.clinic.work([.letter]) { _, _ in .sent }
      #expect(tried == 3)
      let rows = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT state FROM outbox_message ORDER BY state"])
      let states = try rows[0].decode { try $0.next(String.self) }
      #expect(states == ["queued", "sent", "sent"])
    }
  }

  @Test("what was sent says its secret to nobody any more")
  func secretsGo() async throws {
    try await TestClinic.using { test in
      try await test.clinic.open(test.browser(to: .signUp)) { records in
        try await records.write([
          try records.post(.confirmationCode, to: "nora@example.com", language: "en", [:], secret: "123456")
        ])
      }
      _ = try await test.clinic.work([.letter]) { letter, _ in
        letter.secret == "123456" ? .sent : .refused("no secret")
      }
      let rows = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT state FROM outbox_message WHERE secret IS NULL"])
      #expect(try rows[0].decode { try $0.next(String.self) } == ["sent"])
    }
  }

  @Test("a letter that may go later is tried again later, with the same id, and in the end fails")
  func postponed() async throws {
    try await TestClinic.using { test in
      try await post(1, test)
      var tries = 0
      for _ in 0..<40 {
        tries += try await test.clinic.work([.letter]) { _, _ in .postponed("451") }
        test.clock.advance(by: 3 * 3600)
      }
      #expect(tries == 10)
      #expect(try await states(test) == ["failed"])
    }
  }

  @Test("is not tried before its back-off has passed")
  func backOff() async throws {
    try await TestClinic.using { test in
      try await post(1, test)
      let deliver = { try await test.clinic.work([.letter]) { _, _ in .postponed("451") } }
      #expect(try await deliver() == 1)
      test.clock.advance(by: 59)
      #expect(try await deliver() == 0)
      test.clock.advance(by: 1)
      #expect(try await deliver() == 1)
      #expect(Job.backOff(after: 1) == 60)
      #expect(Job.backOff(after: 4) == 480)
      #expect(Job.backOff(after: 100) == 6 * 3600)
    }
  }

  @Test("a refused letter fails at once and says why")
  func refused() async throws {
    try await TestClinic.using { test in
      try await post(1, test)
      _ = try await test.clinic.work([.letter]) { _, _ in .refused("550") }
      let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
      let message = try #require(try await test.clinic.mailbox(by: operation).messages.first)
      #expect(message.state == "failed")
      #expect(message.failure == "550")
    }
  }
}

private actor Deliveries {
  private(set) var ids: [ID<OutboxMessage>] = []

  func add(_ id: ID<OutboxMessage>) {
    ids.append(id)
  }
}
