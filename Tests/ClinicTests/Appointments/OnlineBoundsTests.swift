import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What can be booked online")
struct OnlineBoundsTests {
  private func bookTen(_ offers: some Sequence<Offer>, by visitor: Visitor, _ test: TestClinic) async throws
    -> [ID<Appointment>]
  {
    var booked: [ID<Appointment>] = []
    for offer in offers.prefix(Appointment.mostAhead) {
      booked.append(try await test.book(offer, by: visitor))
    }
    return booked
  }

  @Test("is ten appointments ahead of one patient, and an eleventh by the clinic's own hands")
  func most() async throws {
    try await TestClinic.using { test in
      let (offers, paul) = (try await test.offers(), try await test.visitor(DemoCast.paul, to: .booking))
      let booked = try await bookTen(offers, by: paul, test)
      let eleventh = offers[Appointment.mostAhead]
      await #expect(throws: Refusal.conflict(.visitsEnough)) { try await test.book(eleventh, by: paul) }
      #expect(try await test.count("appointment") == 10)
      // The tenth form sent again is no eleventh appointment, and somebody else has ten of their own.
      try await test.book(eleventh, by: test.patient())
      let next = offers[Appointment.mostAhead + 1]
      await #expect(throws: Refusal.conflict(.visitsEnough)) { try await test.book(next, by: paul) }
      // Moving makes none more, and cancelling makes room.
      try await test.clinic.move(booked[0], to: next, seen: 0, by: paul)
      try await test.clinic.cancel(booked[1], seen: 0, by: paul)
      try await test.book(offers[1], by: paul)
      await #expect(throws: Refusal.conflict(.visitsEnough)) { try await test.book(offers[0], by: paul) }
      // At the desk there is no limit.
      let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.bookForPatients))
      let more = Booking(offer: offers[0], key: UUID(), reason: "", patient: test.riverside.patient)
      _ = try await test.clinic.book(more, by: ben)
      #expect(try await test.count("appointment WHERE status = 'booked'") == 12)
    }
  }

  @Test("counts what is ahead and asked for, not what is over, and a child's are the child's")
  func counted() async throws {
    try await TestClinic.using { test in
      let (offers, paul) = (try await test.offers(), try await test.visitor(DemoCast.paul, to: .booking))
      let leo = ID<Patient>(UUID())
      try await test.clinic.add(ChildTests.leo, leo, by: test.visitor(DemoCast.paul, to: .account))
      _ = try await bookTen(offers, by: paul, test)
      for index in 10..<20 {
        _ = try await test.clinic.book(
          Booking(offer: offers[index], key: UUID(), reason: "", patient: leo), by: paul)
      }
      for patient in [leo, nil] {
        await #expect(throws: Refusal.conflict(.visitsEnough)) {
          try await test.clinic.book(
            Booking(offer: offers[20], key: UUID(), reason: "", patient: patient), by: paul)
        }
      }
      // When the first has begun, it is ahead no more.
      test.clock.set(offers[0].slot.during.lowerBound)
      let later = try #require(try await test.offers().last)
      try await test.book(later, by: paul)
      await #expect(throws: Refusal.conflict(.visitsEnough)) {
        try await test.book(try #require(try await test.offers().last), by: paul)
      }
    }
  }

  @Test("is no more when many forms are sent at once to two servers")
  func race() async throws {
    try await TestClinic.using { test in
      let (offers, paul) = (try await test.offers(), try await test.visitor(DemoCast.paul, to: .booking))
      for offer in offers.prefix(Appointment.mostAhead - 2) { try await test.book(offer, by: paul) }
      let servers = [test.clinic, try test.anotherServer()]
      let outcomes = await withTaskGroup(of: Refusal?.self) { group in
        for (number, offer) in offers.dropFirst(10).prefix(12).enumerated() {
          group.addTask {
            do {
              _ = try await servers[number % 2].book(Booking(offer: offer, key: UUID(), reason: ""), by: paul)
              return nil
            } catch { return error as? Refusal }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.count { $0 == nil } == 2)
      #expect(outcomes.count { $0 == .conflict(.visitsEnough) } == 10)
      #expect(try await test.count("appointment") == Appointment.mostAhead)
    }
  }

  /// Makes a first visit of the first service longer.
  private func lengthen(_ test: TestClinic) async throws {
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      ["UPDATE healthcare_service SET first_visit_minutes = 60 WHERE id = \(test.riverside.services[0].uuid)"]
    )
  }

  private func finish(_ test: TestClinic) async throws {
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      ["UPDATE appointment SET status = 'arrived'", "UPDATE appointment SET status = 'fulfilled'"])
  }

  @Test("is a first visit for who was never there, and a later one for who was")
  func length() async throws {
    try await TestClinic.using { test in
      try await lengthen(test)
      let paul = try await test.visitor(DemoCast.paul, to: .booking)
      let (first, later) = (try await test.offers(isFirstVisit: true), try await test.offers())
      await #expect(throws: Refusal.conflict(.firstVisit)) { try await test.book(later[8], by: paul) }
      let before = test.clinic.roundTrips
      let id = try await test.book(first[0], by: paul)
      #expect(test.clinic.roundTrips - before == 1)
      // A second one ahead is a first visit still.
      await #expect(throws: Refusal.conflict(.firstVisit)) { try await test.book(later[8], by: paul) }
      // Moved it keeps its length.
      await #expect(throws: Refusal.conflict(.offerOutdated)) {
        try await test.clinic.move(id, to: later[8], seen: 0, by: paul)
      }
      try await test.clinic.move(id, to: first[2], seen: 0, by: paul)
      try await finish(test)
      await #expect(throws: Refusal.conflict(.laterVisit)) { try await test.book(first[4], by: paul) }
      try await test.book(later[24], by: paul)
      // With another doctor it is a first one again, and at the desk whatever the desk says.
      let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.bookForPatients))
      let desks = Booking(offer: first[4], key: UUID(), reason: "", patient: test.riverside.patient)
      _ = try await test.clinic.book(desks, by: ben)
    }
  }

  @Test("is as long for everybody where a first visit takes no other time")
  func sameLength() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .booking)
      try await test.book(try await test.offers()[0], by: paul)
      try await finish(test)
      try await test.book(try await test.offers(isFirstVisit: true)[0], by: paul)
      try await test.book(try await test.offers()[0], by: paul)
    }
  }
}
