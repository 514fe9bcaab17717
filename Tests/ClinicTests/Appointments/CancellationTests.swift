import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Cancellation")
struct CancellationTests {
  @Test("is one round trip, and frees the time, tells by letter, and keeps what was")
  func cancelled() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let before = test.clinic.roundTrips
      try await test.clinic.cancel(id, seen: 0, by: paul)
      #expect(test.clinic.roundTrips - before == 1)

      let appointment = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      #expect(appointment.status == .cancelled && appointment.sequence == 1)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 0)
      #expect(try await test.count("audit_event WHERE act = 'appointment-cancelled'") == 1)
      let history = try await test.ask(paul, .history(of: id, at: test.clock.now))
      #expect(history.last?.act == .cancel && history.last?.isMine == true)
      let letters = try await test.letters().filter { $0.letter == .appointmentCancelled }
      #expect(letters.map(\.recipient) == [DemoCast.paul.email])
      let start = Int(appointment.during.lowerBound.timeIntervalSince1970)
      let end = Int(appointment.during.upperBound.timeIntervalSince1970)
      #expect(
        letters[0].values == [
          "patient": "Paul", "appointment": "\(id)", "start": "\(start)", "end": "\(end)", "sequence": "1",
        ])
      // The time is on offer again, and somebody else can have it.
      let offer = try #require(
        try await test.offers().first { $0.slot.during.lowerBound == appointment.during.lowerBound })
      let other = try await test.newcomer(at: test.riverside, to: .booking)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: other)
    }
  }

  @Test("pressed again, twenty times at once, is done once")
  func again() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 { group.addTask { try await test.clinic.cancel(id, seen: 0, by: paul) } }
        try await group.waitForAll()
      }
      #expect(try await test.count("appointment WHERE sequence = 1 AND status = 'cancelled'") == 1)
      #expect(try await test.count("appointment_history WHERE act = 'cancel'") == 1)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-cancelled'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'appointment-cancelled'") == 1)
    }
  }

  @Test("is possible until the deadline that was agreed, that instant included, and not a second later")
  func deadline() async throws {
    try await TestClinic.using { test in
      for (late, refusal) in [(1.0, Refusal.conflict(.tooLate)), (0, nil)] as [(Double, Refusal?)] {
        test.clock.set(TestClinic.monday)
        let (id, paul) = try await test.bookedByPaul()
        try await test.agree(90, on: id)
        // What the service says by now changes nothing.
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid, ["UPDATE healthcare_service SET cancellation_minutes = 600"])
        let booked = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
        #expect(booked.deadline == booked.during.lowerBound - 90 * 60)
        test.clock.set(booked.deadline + late)
        if let refusal {
          await #expect(throws: refusal) { try await test.clinic.cancel(id, seen: 0, by: paul) }
          #expect(try await test.count("occupancy WHERE released_at IS NULL") == 3)
          #expect(try await test.count("outbox_message WHERE kind = 'appointment-cancelled'") == 0)
          test.clock.set(TestClinic.monday)
          try await test.clinic.cancel(id, seen: 0, by: paul)
        } else {
          try await test.clinic.cancel(id, seen: 0, by: paul)
        }
      }
    }
  }

  @Test("of a request is possible until it would begin, whatever was agreed")
  func request() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      try await test.agree(600, on: id)
      try await test.set(.pending, id)
      let asked = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      test.clock.set(asked.during.lowerBound + 1)
      await #expect(throws: Refusal.conflict(.tooLate)) {
        try await test.clinic.cancel(id, seen: 0, by: paul)
      }
      test.clock.set(asked.during.lowerBound)
      try await test.clinic.cancel(id, seen: 0, by: paul)
    }
  }

  @Test("of what was changed since it was looked at is refused, and changes nothing")
  func changedMeanwhile() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.cancel(id, seen: 1, by: paul)
      }
      #expect(try await test.count("appointment WHERE status = 'booked' AND sequence = 0") == 1)
    }
  }

  @Test("races with a check-in, and ends in exactly one of them")
  func race() async throws {
    try await TestClinic.using { test in
      for _ in 0..<12 {
        test.clock.set(TestClinic.monday)
        let (id, paul) = try await test.bookedByPaul()
        try await test.agree(0, on: id)
        let amira = try await test.visitor(DemoCast.amira, to: .schedule)
        let booked = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
        test.clock.set(booked.during.lowerBound)
        async let cancelled = succeeds { try await test.clinic.cancel(id, seen: 0, by: paul) }
        async let arrived = succeeds { try await test.clinic.mark(id, .arrive, seen: 0, by: amira) }
        let (one, other) = await (cancelled, arrived)
        #expect(one != other)
        let acts = try await test.ask(paul, .history(of: id, at: test.clock.now)).map(\.act)
        #expect(acts.filter { $0 != .book } == [one ? .cancel : .arrive])
        let free = try await test.count("occupancy WHERE appointment_id = '\(id)' AND released_at IS NULL")
        #expect(free == (one ? 0 : 3))
        if !one { try await test.free(id) }
      }
    }
  }

  @Test("is for who may book for the patient: to everybody else there is no such appointment")
  func others() async throws {
    try await TestClinic.using { test in
      let (id, _) = try await test.bookedByPaul()
      let stranger = try await test.newcomer(at: test.riverside, to: .booking)
      let lucie = try await test.visitor(DemoCast.lucie, to: .booking)
      for visitor in [stranger, lucie] {
        await #expect(throws: Refusal.unknown) { try await test.clinic.cancel(id, seen: 0, by: visitor) }
        #expect(try await test.ask(visitor, .history(of: id, at: test.clock.now)).isEmpty)
      }
      #expect(try await test.count("appointment WHERE status = 'booked'") == 1)
    }
  }
}

func succeeds(_ act: @Sendable () async throws -> Void) async -> Bool {
  do {
    try await act()
    return true
  } catch {
    return false
  }
}

extension TestClinic {
  /// Paul's, of the first time on offer.
  func bookedByPaul(_ index: Int = 0) async throws -> (ID<Appointment>, Visitor) {
    let paul = try await visitor(DemoCast.paul, to: .booking)
    let offer = try #require(try await offers().dropFirst(index).first)
    return (try await clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: paul), paul)
  }

  /// How many minutes before it begins it can be cancelled.
  func agree(_ minutes: Int, on id: ID<Appointment>) async throws {
    _ = try await database.asOwner(
      of: riverside.id.uuid,
      ["UPDATE appointment SET cancellation_minutes = \(Int32(minutes)) WHERE id = \(id.uuid)"])
  }

  func set(_ status: Appointment.Status, _ id: ID<Appointment>) async throws {
    _ = try await database.asOwner(
      of: riverside.id.uuid, ["UPDATE appointment SET status = \(status.rawValue) WHERE id = \(id.uuid)"])
  }

  /// As if it had never been in anybody's way.
  func free(_ id: ID<Appointment>) async throws {
    _ = try await database.asOwner(
      of: riverside.id.uuid, ["UPDATE occupancy SET released_at = now() WHERE appointment_id = \(id.uuid)"])
  }
}
