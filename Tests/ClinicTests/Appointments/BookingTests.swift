import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Booking")
struct BookingTests {
  private func paul(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.paul, to: .booking, access: .may(.bookForOneself))
  }

  @Test("is one round trip, and leaves appointment, occupancy, letter and audit")
  func booked() async throws {
    try await TestClinic.using { test in
      let paul = try await paul(test)
      let offer = try #require(try await test.offers().first)
      let before = test.clinic.roundTrips
      let id = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: "Knee"), by: paul)
      #expect(test.clinic.roundTrips - before == 1)

      let reader = try await test.visitor(DemoCast.paul, to: .ownRecord)
      let found = try await test.clinic.ask(reader, .myAppointment(id, at: test.clock.now)).answer
      let appointment = try #require(found)
      #expect(appointment.during == offer.slot.during)
      #expect(appointment.status == .booked)
      #expect(appointment.reason == "Knee")
      #expect(try await test.count("occupancy") == 3)
      #expect(try await test.count("outbox_message") == 1)
      #expect(try await test.count("audit_event WHERE act = 'appointment-booked'") == 1)
    }
  }

  @Test("of one time by many at once books once, and tells the others so")
  func race() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      var visitors: [Visitor] = []
      for _ in 0..<12 { visitors.append(try await test.newcomer(at: test.riverside, to: .booking)) }
      let outcomes = await withTaskGroup(of: Result<ID<Appointment>, any Error>.self) { group in
        for number in 0..<60 {
          let visitor = visitors[number % visitors.count]
          group.addTask {
            do {
              return .success(
                try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor))
            } catch { return .failure(error) }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let refusals = outcomes.compactMap {
        if case .failure(let error) = $0 { error as? Refusal } else { nil }
      }
      #expect(refusals == Array(repeating: .conflict(.timeTaken), count: 59))
      #expect(try await test.count("appointment") == 1)
      #expect(try await test.count("outbox_message") == 1)
    }
  }

  @Test("sent many times by one form books once, with the same answer each time")
  func idempotent() async throws {
    try await TestClinic.using { test in
      let booking = Booking(offer: try #require(try await test.offers().first), key: UUID(), reason: "")
      let visitor = try await paul(test)
      let ids = try await withThrowingTaskGroup(of: ID<Appointment>.self) { group in
        for _ in 0..<20 { group.addTask { try await test.clinic.book(booking, by: visitor) } }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(ids.count == 1)
      #expect(try await test.count("appointment") == 1)
    }
  }

  @Test("takes the room as well: another doctor's time in it is refused")
  func roomIsTaken() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      let other = try await test.practitioner(named: "Otto Weber", at: test.riverside)
      let visitor = try await paul(test)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
      let same = try await test.offer(offer, with: other)
      let somebodyElse = try await test.newcomer(at: test.riverside, to: .booking)
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await test.clinic.book(Booking(offer: same, key: UUID(), reason: ""), by: somebodyElse)
      }
      // In another room, and with the other doctor, it is free.
      let elsewhere = try await test.room("Elsewhere", at: test.riverside)
      let free = try await test.offer(offer, with: other, in: elsewhere)
      _ = try await test.clinic.book(Booking(offer: free, key: UUID(), reason: ""), by: somebodyElse)
    }
  }

  @Test("takes the doctor as well: they can't be in two rooms")
  func doctorIsTaken() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      let elsewhere = try await test.room("Elsewhere", at: test.riverside)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: try await paul(test))
      let same = try await test.offer(offer, with: offer.practitioner, in: elsewhere)
      let somebodyElse = try await test.newcomer(at: test.riverside, to: .booking)
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await test.clinic.book(Booking(offer: same, key: UUID(), reason: ""), by: somebodyElse)
      }
    }
  }

  @Test("refuses an offer that the schedule, the service or the clock has overtaken")
  func outdated() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      let visitor = try await paul(test)
      let refused = { (statement: SQL, undo: SQL) in
        _ = try await test.database.asOwner(of: test.riverside.id.uuid, [statement])
        await #expect(throws: Refusal.conflict(.offerOutdated)) {
          try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
        }
        _ = try await test.database.asOwner(of: test.riverside.id.uuid, [undo])
      }
      try await refused(
        """
        INSERT INTO absence (id, practitioner_id, first_day, last_day)
        VALUES (gen_random_uuid(), \(offer.practitioner.uuid), '2000-01-01', '2100-01-01')
        """, "DELETE FROM absence")
      try await refused("UPDATE practitioner SET active = false", "UPDATE practitioner SET active = true")
      try await refused(
        "UPDATE healthcare_service SET duration_minutes = duration_minutes + 5",
        "UPDATE healthcare_service SET duration_minutes = duration_minutes - 5")
      try await refused(
        "UPDATE healthcare_service SET price_minor = price_minor + 1",
        "UPDATE healthcare_service SET price_minor = price_minor - 1")
      try await refused(
        "UPDATE healthcare_service SET cancellation_minutes = cancellation_minutes + 60",
        "UPDATE healthcare_service SET cancellation_minutes = cancellation_minutes - 60")
      try await refused(
        "UPDATE healthcare_service SET needs_approval = NOT needs_approval",
        "UPDATE healthcare_service SET needs_approval = NOT needs_approval")
      try await refused(
        "UPDATE healthcare_service SET active = false", "UPDATE healthcare_service SET active = true")
      try await refused(
        "DELETE FROM practitioner_service",
        """
        INSERT INTO practitioner_service (practitioner_id, service_id)
        SELECT p.id, s.id FROM practitioner p, healthcare_service s
        """)
      // All is as it was: the offer holds again, until its time comes.
      let early = offer.slot.during.lowerBound.timeIntervalSince(test.clock.now)
      test.clock.advance(by: early)
      await #expect(throws: Refusal.conflict(.offerOutdated)) {
        try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
      }
      test.clock.advance(by: -1)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
    }
  }

  @Test("a patient can't be in two places")
  func patientIsTaken() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      let visitor = try await paul(test)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
      let elsewhere = try await test.room("Elsewhere", at: test.riverside)
      let other = try await test.practitioner(named: "Otto Weber", at: test.riverside)
      let same = try await test.offer(offer, with: other, in: elsewhere)
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await test.clinic.book(Booking(offer: same, key: UUID(), reason: ""), by: visitor)
      }
    }
  }

  @Test("seen in the doctor's day is noted with the patient's name to it, and on no other day")
  func noted() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: try await paul(test))
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      for (day, times) in [("2026-03-02", 0), ("2026-03-03", 1)] {
        _ = try await test.clinic.ask(
          amira, .mySchedule(between: try #require(Day(iso: day)).utc, by: amira, at: test.clock.now))
        let seen = try await test.database.asOwner(
          of: test.riverside.id.uuid,
          [
            """
            SELECT count(*) FROM audit_event e JOIN patient p ON p.id = e.entity
             WHERE e.act = 'read' AND e.purpose = 'schedule' AND p.family_name IS NOT NULL
            """
          ])
        #expect(try seen[0].decode { try $0.next(Int.self) } == [times])
      }
    }
  }

  @Test("shows in the patient's and the doctor's pages, and in nobody else's")
  func shown() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      let visitor = try await paul(test)
      let id = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let (_, visits) = try await test.clinic.ask(
        amira, .mySchedule(between: try #require(Day(iso: "2026-03-03")).utc, by: amira, at: test.clock.now))
      #expect(visits.map(\.id) == [id])
      let (_, none) = try await test.clinic.ask(amira, .myAppointment(id, at: test.clock.now))
      #expect(none == nil)
      let lucie = try await test.visitor(DemoCast.lucie, to: .ownRecord)
      let (_, foreign) = try await test.clinic.ask(lucie, .myAppointment(id, at: test.clock.now))
      #expect(foreign == nil)
    }
  }
}

extension Day {
  /// From midnight to midnight in winter's London.
  fileprivate var utc: Range<Date> {
    let start = Date(timeIntervalSince1970: TimeInterval(daysSinceEpoch) * 86_400)
    return start..<(start + 86_400)
  }
}
