import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What keeps the queue in bounds")
struct QueueBoundsTests {
  @Test("calling is the desk's, as is registering; cancelling is not a doctor's mark, nor beginning a desk's")
  func whose() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let ticket = try await stage.checkIn()
      for visitor in [stage.amira, stage.paul] {
        await #expect(throws: Refusal.forbidden) {
          try await test.clinic.take(.call, with: ticket, to: test.riverside.room, seen: 0, by: visitor)
        }
        let somebody = NewPatient(
          givenName: "Greta", familyName: "Lind", birthDate: Day(year: 1980, month: 5, day: 1)!,
          gender: .female, phone: "", email: "")
        await #expect(throws: Refusal.forbidden) {
          try await test.clinic.register(somebody, ID(UUID()), by: visitor)
        }
      }
      await #expect(throws: Refusal.forbidden) { try await stage.mark(.cancel) }
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.markAtDesk(stage.visit, .start, seen: 0, by: stage.ben)
      }
      #expect(try await test.count("queue_ticket WHERE state = 'waiting'") == 1)
    }
  }

  @Test("nobody is called to a room elsewhere, nor to a house, and the wall shows a room and no name")
  func rooms() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let ticket = try await stage.checkIn()
      let (house, elsewhere) = try await stage.site("A house")
      for room in [ID<Location>(house.uuid), elsewhere] {
        await #expect(throws: Refusal.invalid([Problem("room", "problem.room-elsewhere")])) {
          try await stage.take(.call, ticket, to: room, seen: 0)
        }
      }
      try await stage.take(.call, ticket, to: test.riverside.room, seen: 0)
      let (_, link) = try await test.clinic.makeDisplay(of: .unstored, by: try await stage.keeper())
      let shown = try await test.ask(
        test.stranger(), .display(link, on: stage.today.day, at: test.clock.now))
      let rooms = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT name FROM location WHERE id = \(test.riverside.room.uuid)"])[0]
        .decode { row in try row.next(String.self) }
      #expect(try #require(shown).called.map(\.room) == rooms)
      // Who checks in once more is still called.
      try await stage.checkIn()
      #expect(try await test.count("queue_ticket WHERE state = 'called' AND version = 1") == 1)
    }
  }

  @Test("one's own phone takes the code of this very place, and no visit of yesterday")
  func places() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let here = try await stage.code()
      let (house, _) = try await stage.site("A house")
      let keeper = try await stage.keeper()
      try await test.clinic.makeCheckInCode(at: house, by: keeper)
      let there = try #require(
        try await test.ask(keeper, .waitingPlaces).first { $0.id == house }?.code)
      await #expect(throws: Refusal.invalid([Problem("code", "problem.check-in-code")])) {
        _ = try await test.clinic.checkIn(
          stage.visit, by: .patient(code: there), on: stage.today.day, stage.today.time, stage.paul)
      }
      test.clock.advance(by: 86_400)
      let today = try await test.clinic.today(
        for: test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepFrontDesk)))
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord)
      await #expect(throws: Refusal.conflict(.tooLate)) {
        _ = try await test.clinic.checkIn(
          stage.visit, by: .patient(code: here), on: today.day, today.time, paul)
      }
      #expect(try await test.count("queue_ticket") == 0)
    }
  }

  @Test("nobody waits for a doctor who does not give the service")
  func given() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      try await stage.asOwner(
        "DELETE FROM practitioner_service WHERE service_id = \(test.riverside.services[0].uuid)")
      await #expect(throws: Refusal.invalid([Problem("doctor", "problem.not-given")])) {
        try await stage.takeIn(with: test.riverside.doctor)
      }
    }
  }
}
