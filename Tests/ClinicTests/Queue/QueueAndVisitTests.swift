import ClinicTesting
import FoundationEssentials
import Testing

@testable import Clinic

/// That somebody has arrived, is with the doctor, is through or has left is each one thing, whoever says so.
@Suite("The queue and the doctor's list")
struct QueueAndVisitTests {
  private func tickets(_ stage: QueueStage) async throws -> [String] {
    try await stage.queue().tickets.map { "\($0.number) \($0.state.rawValue) \($0.room ?? "-")" }
  }

  @Test("agree when the doctor marks: arrived has a number, begun was called, over waits no longer")
  func doctor() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      for _ in 0..<2 { try await stage.mark(.arrive) }
      #expect(try await tickets(stage) == ["1 waiting -"])
      #expect(try await stage.visiting().number == 1)
      // The desk's check-in finds it.
      try await stage.checkIn()
      #expect(try await test.count("queue_ticket") == 1)
      try await stage.mark(.start)
      let called = try #require(try await tickets(stage).first)
      #expect(called.hasPrefix("1 called ") && !called.hasSuffix("-"))
      try await stage.mark(.fulfil)
      #expect(try await tickets(stage) == [])
      #expect(try await test.count("queue_ticket WHERE state = 'done'") == 1)
    }
  }

  @Test("agree when the desk marks: finished is over, once; whose visit has begun does not wait again")
  func desk() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let ticket = try await stage.checkIn()
      try await stage.take(.call, ticket, to: test.riverside.room, seen: 0)
      try await stage.mark(.start)
      let begun = try #require(try await stage.queue().tickets.first)
      #expect(QueueTicket.Step.allCases.filter(begun.allows) == [.finish])
      for step in [QueueTicket.Step.putBack, .leave] {
        await #expect(throws: Refusal.conflict(.otherState)) { try await stage.take(step, ticket, seen: 1) }
      }
      let before = test.clinic.roundTrips
      try await stage.take(.finish, ticket, seen: 1)
      #expect(test.clinic.roundTrips - before == 1)
      try await stage.take(.finish, ticket, seen: 1)
      #expect(try await stage.visiting().status == .fulfilled)
      #expect(try await test.count("appointment_history WHERE act = 'fulfil'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'appointment-fulfilled'") == 1)
      #expect(try await test.count("queue_ticket WHERE state = 'done' AND version = 2") == 1)
    }
  }

  @Test(
    "agree when the desk says that somebody has left, and when they are back: with their number, and since they came"
  )
  func leftAtDesk() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let came = test.clock.now
      let ticket = try await stage.checkIn()
      test.clock.advance(by: 60)
      for _ in 0..<2 { try await stage.take(.leave, ticket, seen: 0) }
      let gone = try await stage.visiting()
      #expect(gone.status == .noshow && gone.leftAt == test.clock.now && gone.arrivedAt == came)
      #expect(DayQueue([gone], at: test.clock.now).next == nil)
      #expect(try await stage.atDesk().hasLeft)
      #expect(try await stage.queue().tickets.isEmpty)
      #expect(try await stage.queue().left.map(\.id) == [ticket])
      #expect(try await test.count("appointment_history WHERE act = 'leave' AND status = 'noshow'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'appointment-left'") == 1)

      test.clock.advance(by: 60)
      try await stage.take(.putBack, ticket, seen: 1)
      let back = try await stage.visiting()
      #expect(back.status == .arrived && back.leftAt == nil && back.arrivedAt == came)
      #expect(try await tickets(stage) == ["1 waiting -"])
      // Another check-in does the same.
      try await stage.take(.leave, ticket, seen: 2)
      #expect(try await stage.checkIn() == ticket)
      #expect(try await stage.visiting().status == .arrived)
      #expect(try await tickets(stage) == ["1 waiting -"])
      // From the call back to waiting, the visit is as it was.
      try await stage.take(.call, ticket, to: test.riverside.room, seen: 4)
      try await stage.take(.putBack, ticket, seen: 5)
      #expect(try await test.count("appointment_history WHERE act = 'arrive'") == 3)
      try await stage.take(.leave, ticket, seen: 6)
      test.clock.advance(by: QueueDay.mayBeBack - 1)
      #expect(try await stage.queue().left.count == 1)
      test.clock.advance(by: 1)
      #expect(try await stage.queue().left.isEmpty)
    }
  }

  @Test("agree when the doctor says that somebody has left")
  func leftAtDoctor() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      await #expect(throws: Refusal.conflict(.otherState)) { try await stage.mark(.leave) }
      let ticket = try await stage.checkIn()
      for _ in 0..<2 { try await stage.mark(.leave) }
      #expect(try await stage.queue().left.map(\.id) == [ticket])
      #expect(try await test.count("queue_ticket WHERE state = 'left' AND version = 1") == 1)
      try await stage.mark(.arrive)
      #expect(try await tickets(stage) == ["1 waiting -"])
      // Nobody leaves unseen whose visit has begun.
      try await stage.mark(.start)
      await #expect(throws: Refusal.conflict(.otherState)) { try await stage.mark(.leave) }
      #expect(try await stage.visiting().isUnderWay)
    }
  }
}
