import ClinicTesting
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("A check-in")
struct CheckInTests {
  @Test("marks the visit as arrived and gives a number, once, in one round trip")
  func atDesk() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let before = test.clinic.roundTrips
      let ticket = try await stage.checkIn()
      #expect(test.clinic.roundTrips - before == 1)
      #expect(try await stage.checkIn() == ticket)
      let queue = try await stage.queue()
      #expect(queue.tickets.map(\.number) == [1] && queue.tickets[0].patientName == "Paul Fletcher")
      #expect(queue.tickets[0].turn.isBooked && queue.tickets[0].turn.due == stage.start)
      #expect(try await test.count("appointment WHERE status = 'arrived'") == 1)
      #expect(try await test.count("appointment_history WHERE act = 'arrive'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'appointment-arrived'") == 1)
    }
  }

  @Test("on one's own phone takes the code at the door, the day, and three hours before at the earliest")
  func ownPhone() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test, before: CheckIn.earliest + 1)
      let code = try await stage.code()
      func checkIn(_ code: String, by visitor: Visitor) async throws {
        _ = try await test.clinic.checkIn(
          stage.visit, by: .patient(code: code), on: stage.today.day, stage.today.time, visitor)
      }
      await #expect(throws: Refusal.conflict(.tooEarly)) { try await checkIn(code, by: stage.paul) }
      test.clock.advance(by: 1)
      await #expect(throws: Refusal.invalid([Problem("code", "problem.check-in-code")])) {
        try await checkIn("AAAAAA", by: stage.paul)
      }
      let stranger = try await test.newcomer(at: test.riverside, to: .ownRecord)
      await #expect(throws: Refusal.unknown) { try await checkIn(code, by: stranger) }
      await #expect(throws: Refusal.forbidden) {
        _ = try await test.clinic.checkIn(
          stage.visit, by: .desk, on: stage.today.day, stage.today.time, stage.paul)
      }
      #expect(try await test.count("queue_ticket") == 0)
      try await checkIn(code, by: stage.paul)
      #expect(try await test.count("queue_ticket") == 1)
      // A new code makes the old one good no longer.
      #expect(try await stage.code() != code)
    }
  }

  @Test("takes a code that can be guessed ten times in a row, and then once in a while")
  func guesses() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let code = try await stage.code()
      func checkIn(_ code: String) async -> Refusal? {
        do {
          _ = try await test.clinic.checkIn(
            stage.visit, by: .patient(code: code), on: stage.today.day, stage.today.time, stage.paul)
          return nil
        } catch { return error as? Refusal ?? .unavailable }
      }
      let wrong = Refusal.invalid([Problem("code", "problem.check-in-code")])
      for _ in 0...GuessLimit.checkIn.free { #expect(await checkIn("AAAAAA") == wrong) }
      #expect(await checkIn(code) == .guessedTooOften(seconds: 2))
      #expect(try await test.count("queue_ticket") == 0)
      test.clock.advance(by: 2)
      #expect(await checkIn(code) == nil)
      // A right one clears the count.
      #expect(await checkIn(code) == nil)
      #expect(try await test.count("guess") == 0)
    }
  }
}
