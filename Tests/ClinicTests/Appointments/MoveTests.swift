import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Moving an appointment")
struct MoveTests {
  @Test("is one round trip, and takes the new time, frees the old one, tells by letter, and keeps its id")
  func moved() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let old = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      let offer = try #require(try await test.offers().dropFirst(3).first)
      let before = test.clinic.roundTrips
      try await test.clinic.move(id, to: offer, seen: 0, by: paul)
      #expect(test.clinic.roundTrips - before == 1)

      let moved = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      #expect(moved.status == .booked && moved.sequence == 1 && moved.during == offer.slot.during)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 3)
      #expect(try await test.count("occupancy WHERE released_at IS NOT NULL") == 3)
      #expect(try await test.count("audit_event WHERE act = 'appointment-moved'") == 1)
      let history = try await test.ask(paul, .history(of: id, at: test.clock.now))
      #expect(history.map(\.act) == [.book, .move])
      #expect(history.map(\.during) == [old.during, offer.slot.during])
      let letters = try await test.letters().filter { $0.letter == .appointmentMoved }
      #expect(
        letters.map(\.values) == [
          [
            "patient": "Paul", "appointment": "\(id)", "start": offer.slot.during.lowerBound.epochText,
            "end": offer.slot.during.upperBound.epochText, "sequence": "1",
            "was": old.during.lowerBound.epochText,
          ]
        ])
      // The old time is on offer again.
      #expect(try await test.offers().contains { $0.slot.during == old.during })
    }
  }

  @Test("sent twenty times at once is done once")
  func again() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let offer = try #require(try await test.offers().dropFirst(3).first)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask { try await test.clinic.move(id, to: offer, seen: 0, by: paul) }
        }
        try await group.waitForAll()
      }
      #expect(try await test.count("appointment WHERE sequence = 1") == 1)
      #expect(try await test.count("appointment_history WHERE act = 'move'") == 1)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-moved'") == 1)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 3)
    }
  }

  @Test("may overlap the time it has: only others are in its way")
  func overlapping() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["UPDATE healthcare_service SET grid_minutes = 5 WHERE id = \(test.riverside.services[0].uuid)"])
      let old = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      let offer = try #require(
        try await test.offers(moving: id).first {
          $0.slot.during.lowerBound == old.during.lowerBound + 300
        })
      try await test.clinic.move(id, to: offer, seen: 0, by: paul)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 3)
    }
  }

  @Test("to a time that somebody has is refused, and the old one stands untouched")
  func taken() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let offer = try #require(try await test.offers().dropFirst(3).first)
      let other = try await test.newcomer(at: test.riverside, to: .booking)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: other)
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await test.clinic.move(id, to: offer, seen: 0, by: paul)
      }
      let still = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      #expect(still.sequence == 0 && still.during != offer.slot.during)
      let own = try await test.count("occupancy WHERE appointment_id = '\(id)' AND released_at IS NULL")
      #expect(own == 3)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-moved'") == 0)
    }
  }

  @Test("of many to one time at once succeeds for one, and every other keeps its own")
  func crowd() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      let wanted = try #require(offers.last)
      var booked: [(ID<Appointment>, Visitor)] = []
      for offer in offers.prefix(6) {
        let visitor = try await test.newcomer(at: test.riverside, to: .booking)
        booked.append(
          (
            try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor), visitor
          ))
      }
      let done = await withTaskGroup(of: Bool.self) { group in
        for (id, visitor) in booked {
          group.addTask {
            await succeeds { try await test.clinic.move(id, to: wanted, seen: 0, by: visitor) }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(done == 1)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 18)
      #expect(try await test.count("appointment WHERE sequence = 1") == 1)
    }
  }

  @Test("races with a cancellation, and ends in exactly one of them")
  func race() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      for _ in 0..<12 {
        let (id, paul) = try await test.bookedByPaul()
        let wanted = try #require(offers.last)
        async let moved = succeeds { try await test.clinic.move(id, to: wanted, seen: 0, by: paul) }
        async let cancelled = succeeds { try await test.clinic.cancel(id, seen: 0, by: paul) }
        let (one, other) = await (moved, cancelled)
        #expect(one != other)
        let acts = try await test.ask(paul, .history(of: id, at: test.clock.now)).map(\.act)
        #expect(acts == [.book, one ? .move : .cancel])
        let held = try await test.count("occupancy WHERE appointment_id = '\(id)' AND released_at IS NULL")
        #expect(held == (one ? 3 : 0))
        if one { try await test.clinic.cancel(id, seen: 1, by: paul) }
      }
    }
  }

  @Test("is possible until the deadline, that instant included, and agrees anew on the next one")
  func deadline() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      try await test.agree(90, on: id)
      let old = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE healthcare_service SET cancellation_minutes = 30"])
      test.clock.set(old.deadline + 1)
      let late = try #require(try await test.offers().last)
      await #expect(throws: Refusal.conflict(.tooLate)) {
        try await test.clinic.move(id, to: late, seen: 0, by: paul)
      }
      #expect(try await test.count("appointment WHERE sequence = 0") == 1)
      test.clock.set(old.deadline)
      let offer = try #require(try await test.offers().last)
      try await test.clinic.move(id, to: offer, seen: 0, by: paul)
      let moved = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      #expect(moved.cancellationMinutes == 30)
    }
  }

  @Test("where the service needs approval asks for it anew, and so does moving a request")
  func request() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE healthcare_service SET needs_approval = true"])
      for sequence in 0..<2 {
        let offer = try #require(try await test.offers().dropFirst(3 + sequence).first)
        try await test.clinic.move(id, to: offer, seen: sequence, by: paul)
        let asked = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
        #expect(asked.status == .pending && asked.sequence == sequence + 1)
      }
      let acts = try await test.ask(paul, .history(of: id, at: test.clock.now)).map(\.act)
      #expect(acts == [.book, .request, .request])
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-requested'") == 2)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 3)
    }
  }

  @Test("of what is cancelled, over, changed since, or another's is refused")
  func refused() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let offer = try #require(try await test.offers().dropFirst(3).first)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.move(id, to: offer, seen: 1, by: paul)
      }
      let stranger = try await test.newcomer(at: test.riverside, to: .booking)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.move(id, to: offer, seen: 0, by: stranger)
      }
      try await test.clinic.cancel(id, seen: 0, by: paul)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.move(id, to: offer, seen: 1, by: paul)
      }
      #expect(try await test.count("appointment_history WHERE act = 'move'") == 0)
    }
  }

  @Test("to another doctor or service is none")
  func sameVisit() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let other = try #require(try await test.offersOfManyDoctors(1).first)
      _ = await succeeds { try await test.clinic.move(id, to: other, seen: 0, by: paul) }
      #expect(try await test.count("appointment WHERE sequence = 0") == 1)
    }
  }
}
