import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("A call from the queue")
struct QueueCallTests {
  @Test("is one desk's of two; who was called is on the display, without a name")
  func calling() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let ticket = try await stage.checkIn()
      let keeper = try await stage.keeper()
      let (_, link) = try await test.clinic.makeDisplay(of: .unstored, by: keeper)
      func display(_ link: Token) async throws -> WaitingDisplay? {
        try await test.ask(test.stranger(), .display(link, on: stage.today.day, at: test.clock.now))
      }
      #expect(try await display(link)?.waiting == [1])
      let room = test.riverside.room
      for elsewhere in [test.hilltop.room, ID(UUID()), nil] {
        await #expect(throws: Refusal.invalid([Problem("room", "problem.room-elsewhere")])) {
          try await stage.take(.call, ticket, to: elsewhere, seen: 0)
        }
      }
      try await stage.take(.call, ticket, to: room, seen: 0)
      try await stage.take(.call, ticket, to: room, seen: 0)
      // The other desk's patient would look for another room than the one on the wall.
      let other = try await test.room("Another", at: test.riverside)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await stage.take(.call, ticket, to: other, seen: 0)
      }
      let shown = try #require(try await display(link))
      #expect(shown.called.map(\.number) == [1] && !shown.called[0].room.isEmpty && shown.waiting.isEmpty)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await stage.take(.leave, ticket, seen: 0)
      }
      try await stage.take(.putBack, ticket, seen: 1)
      #expect(try await display(link)?.waiting == [1])
      try await stage.take(.call, ticket, to: room, seen: 2)
      try await stage.take(.finish, ticket, seen: 3)
      #expect(try await display(link)?.called.isEmpty == true)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await stage.take(.call, ticket, to: room, seen: 4)
      }
      await #expect(throws: Refusal.unknown) { try await stage.take(.call, ID(UUID()), seen: 0) }
      // A link that is replaced or revoked shows nothing.
      let (_, newer) = try await test.clinic.makeDisplay(of: .unstored, by: keeper)
      #expect(try await display(link) == nil)
      #expect(try await display(newer) != nil)
      try await test.clinic.revokeDisplay(of: .unstored, by: keeper)
      #expect(try await display(newer) == nil)
    }
  }

  @Test("stands on the display for ten minutes, or until the visit begins")
  func display() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let (_, link) = try await test.clinic.makeDisplay(of: .unstored, by: try await stage.keeper())
      func called() async throws -> [Int] {
        let shown = try await test.ask(
          test.stranger(), .display(link, on: stage.today.day, at: test.clock.now))
        return try #require(shown).called.map(\.number)
      }
      let ticket = try await stage.checkIn()
      try await stage.take(.call, ticket, to: test.riverside.room, seen: 0)
      test.clock.advance(by: WaitingDisplay.callLasts - 1)
      #expect(try await called() == [1])
      test.clock.advance(by: 1)
      #expect(try await called() == [])
      test.clock.advance(by: -1)
      try await stage.mark(.start)
      #expect(try await called() == [])
    }
  }
}
