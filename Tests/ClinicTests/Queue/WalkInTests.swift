import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Walk-ins")
struct WalkInTests {
  @Test("join by when they came, with numbers that follow, also when twelve come at once")
  func numbers() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let keys = (0..<12).map { _ in ID<QueueTicket>(UUID()) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for key in keys + keys { group.addTask { try await stage.takeIn(as: key) } }
        try await group.waitForAll()
      }
      try await stage.checkIn()
      let queue = try await stage.queue()
      #expect(queue.tickets.map(\.number) == Array(1...13))
      #expect(queue.tickets.last?.appointment == stage.visit)
      #expect(queue.tickets[0].turn.doctors == [test.riverside.doctor])
      let wait = try #require(queue.wait(of: queue.tickets[1], at: test.clock.now))
      #expect(wait.shortest > 0 && wait.longest > wait.shortest)
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.takeIn(
          WalkIn(
            service: test.riverside.services[0], practitioner: nil, patientNumber: nil, place: .unstored),
          ID(UUID()), on: stage.today.day, by: stage.paul)
      }
    }
  }

  @Test("are refused at each field that is wrong, and taken in at the same place when it is mended")
  func problems() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let number = try await stage.atDesk().patientNumber
      func problems(
        _ service: ID<HealthcareService>? = nil, _ doctor: ID<Practitioner>? = nil, _ number: Int? = nil,
        at place: ID<WaitingRoom> = .unstored
      ) async -> [String] {
        do {
          try await stage.takeIn(service, with: doctor, number: number, at: place)
          return []
        } catch Refusal.invalid(let problems) {
          return problems.map { "\($0.field) \($0.message)" }
        } catch {
          return ["\(error)"]
        }
      }
      let (doctor, patient) = ("doctor problem.not-given", "number problem.no-such-patient")
      let (service, place) = ("service problem.service-gone", "place problem.place-gone")
      #expect(await problems(nil, ID(UUID()), number) == [doctor])
      #expect(await problems(nil, ID(UUID()), 999_999) == [doctor, patient])
      #expect(await problems(ID(UUID())) == [service])
      // Of a service that there is not, nobody is told who gives it.
      #expect(await problems(ID(UUID()), test.riverside.doctor, 999_999) == [service, patient])
      for elsewhere in [ID<WaitingRoom>(test.riverside.room.uuid), ID(test.hilltop.room.uuid), ID(UUID())] {
        #expect(await problems(at: elsewhere) == [place])
      }
      #expect(await problems(test.hilltop.services[0], at: ID(UUID())) == [service, place])
      try await stage.asOwner("UPDATE healthcare_service SET active = false")
      #expect(await problems() == [service])
      try await stage.asOwner("UPDATE healthcare_service SET active = true")
      #expect(try await test.count("queue_ticket") == 0)
      #expect(await problems(nil, test.riverside.doctor, number) == [])
      // Nobody waits twice.
      #expect(await problems(nil, nil, number) == ["number problem.has-ticket"])
      #expect(try await test.count("queue_ticket") == 1)
    }
  }

  @Test("have left and come back on their tickets alone")
  func left() async throws {
    try await TestClinic.using { test in
      let stage = try await QueueStage(test)
      let ticket = try await stage.takeIn()
      try await stage.take(.call, ticket, to: test.riverside.room, seen: 0)
      try await stage.take(.leave, ticket, seen: 1)
      try await stage.take(.putBack, ticket, seen: 2)
      let back = try #require(try await stage.queue().tickets.first)
      #expect(back.state == .waiting && back.room == nil && back.number == 1)
      try await stage.take(.call, ticket, to: test.riverside.room, seen: 3)
      try await stage.take(.finish, ticket, seen: 4)
      let queue = try await stage.queue()
      #expect(queue.tickets.isEmpty && queue.left.isEmpty)
      #expect(try await stage.visiting().status == .booked)
      #expect(try await test.count("appointment_history WHERE act <> 'book'") == 0)
    }
  }
}
