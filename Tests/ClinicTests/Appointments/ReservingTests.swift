import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Visits that need more than a doctor and a room: all of it is reserved, or nothing.
@Suite("Reserving")
struct ReservingTests {
  private func asOwner(_ test: TestClinic, _ statements: [SQL]) async throws {
    _ = try await test.database.asOwner(of: test.riverside.id.uuid, statements)
  }

  /// Many at once, each another patient; the refusals of those who got nothing.
  private func book(_ offers: [Offer], _ test: TestClinic) async throws -> [any Error] {
    var visitors: [Visitor] = []
    for _ in offers { visitors.append(try await test.newcomer(at: test.riverside, to: .booking)) }
    return await withTaskGroup(of: (any Error)?.self) { group in
      for (offer, visitor) in zip(offers, visitors) {
        group.addTask {
          do {
            _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
            return nil
          } catch { return error }
        }
      }
      return await group.compactMap(\.self).reduce(into: []) { $0.append($1) }
    }
  }

  /// A service that needs one of two probes from minute 5 to 20, and a nurse to minute 10.
  private func scan(_ test: TestClinic) async throws -> ID<HealthcareService> {
    let service = try await test.service("Scan", minutes: 30, by: test.riverside.doctor, at: test.riverside)
    let nurses = try await [
      test.practitioner(named: "Nora Nurse", at: test.riverside),
      test.practitioner(named: "Nils Nurse", at: test.riverside),
      test.practitioner(named: "Nia Nurse", at: test.riverside),
    ]
    try await asOwner(
      test,
      [
        """
        INSERT INTO device (id, name, kind)
        SELECT gen_random_uuid(), 'Probe ' || n, 'probe' FROM generate_series(1, 2) AS n
        """,
        "UPDATE practitioner SET kind = 'nurse' WHERE id = ANY (\(nurses.map(\.uuid)))",
        """
        INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from)
        SELECT gen_random_uuid(), nurse, \(test.riverside.room.uuid), day, '00:00', '24:00', '2020-01-01'
          FROM unnest(\(nurses.map(\.uuid))) AS nurse, generate_series(1, 7) AS day
        """,
        """
        INSERT INTO service_requirement (id, service_id, needs, kind, from_minute, until_minute)
        VALUES (gen_random_uuid(), \(service.uuid), 'practitioner', '', 0, NULL),
               (gen_random_uuid(), \(service.uuid), 'device', 'probe', 5, 20),
               (gen_random_uuid(), \(service.uuid), 'staff', 'nurse', 0, 10)
        """,
      ])
    return service
  }

  @Test("takes each resource for its phase, and says so where it is taken")
  func phases() async throws {
    try await TestClinic.using { test in
      let service = try await scan(test)
      let offer = try #require(try await test.offers(of: service).first)
      let before = test.clinic.roundTrips
      let visitor = try await test.newcomer(at: test.riverside, to: .booking)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
      #expect(test.clinic.roundTrips - before == 1)
      let taken = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          SELECT resource_kind, (extract(epoch FROM lower(during) - \(offer.slot.during.lowerBound)) / 60)::int,
                 (extract(epoch FROM upper(during) - \(offer.slot.during.lowerBound)) / 60)::int
            FROM occupancy ORDER BY 1, 2, 3
          """
        ])[0].decode { row in try "\(row.next(String.self)) \(row.next(Int.self))-\(row.next(Int.self))" }
      #expect(taken == ["device 5-20", "patient 0-30", "practitioner 0-10", "practitioner 0-30"])
    }
  }

  @Test("one of several for each who comes, while there are any, and then nothing at all")
  func pools() async throws {
    try await TestClinic.using { test in
      let service = try await scan(test)
      let first = try #require(try await test.offers(of: service).first)
      // Four doctors at the same time, each in a room of their own, want the two probes.
      var offers: [Offer] = []
      for index in 0..<4 {
        let doctor = try await test.practitioner(named: "Doctor \(index)", at: test.riverside)
        try await asOwner(
          test,
          [
            "INSERT INTO practitioner_service (practitioner_id, service_id) VALUES (\(doctor.uuid), \(service.uuid))",
            // The practitioner row above changed nothing that the offer carries but the version.
            "UPDATE practitioner SET schedule_version = \(first.scheduleVersion) WHERE id = \(doctor.uuid)",
          ])
        offers.append(
          Offer(
            practitioner: doctor, service: service, slot: first.slot, scheduleVersion: first.scheduleVersion,
            priceMinor: first.priceMinor, cancellationMinutes: first.cancellationMinutes,
            needsApproval: first.needsApproval, goodUntil: first.goodUntil))
      }
      let refused = try await book(offers, test)
      #expect(refused.compactMap { $0 as? Refusal } == [.conflict(.timeTaken), .conflict(.timeTaken)])
      #expect(try await test.count("appointment") == 2)
      #expect(try await test.count("occupancy WHERE resource_kind = 'device'") == 2)
      // Two nurses, two doctors; and of the two who got nothing, nothing.
      #expect(try await test.count("occupancy WHERE resource_kind = 'practitioner'") == 4)
      #expect(try await test.count("occupancy") == 8)
      #expect(!(try await test.offers(of: service).contains { $0.slot.during == first.slot.during }))
    }
  }

  @Test("a time that is kept keeps its devices, too")
  func heldPool() async throws {
    try await TestClinic.using { test in
      let service = try await scan(test)
      let offer = try #require(try await test.offers(of: service).first)
      let token = Token(from: .system)
      _ = try await test.clinic.hold(offer, for: token, by: test.stranger())
      #expect(try await test.count("occupancy WHERE resource_kind = 'device' AND hold_id IS NOT NULL") == 1)
      let owner = test.stranger(holding: token)
      let (_, (taken, mine)) = try await test.clinic.ask(
        test.stranger(), .isTaken(offer, by: test.stranger(), at: test.clock.now),
        .isTaken(offer, by: owner, at: test.clock.now))
      #expect(taken && !mine)
      let patient = try await test.newcomer(at: test.riverside, to: .booking).from(holding: token)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: patient)
      #expect(try await test.count("hold") == 0)
      #expect(try await test.count("occupancy") == 4)
    }
  }

  @Test("a group visit takes as many as it has places, each in one of their own")
  func groups() async throws {
    try await TestClinic.using { test in
      let service = try await test.service(
        "Course", minutes: 60, by: test.riverside.doctor, at: test.riverside)
      try await asOwner(test, ["UPDATE healthcare_service SET capacity = 3 WHERE id = \(service.uuid)"])
      let offer = try #require(try await test.offers(of: service).first)
      let refused = try await book(Array(repeating: offer, count: 10), test)
      #expect(refused.compactMap { $0 as? Refusal } == Array(repeating: .conflict(.timeTaken), count: 7))
      let seats = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["SELECT seat FROM occupancy WHERE resource_kind = 'practitioner' ORDER BY seat"])[0]
        .decode { row in try row.next(Int.self) }
      #expect(seats == [1, 2, 3])
      // The doctor is free for nothing else then, the group for nobody else.
      let other = try await test.offers(of: service)
      #expect(!other.contains { $0.slot.during.overlaps(offer.slot.during) })
      #expect(!(try await test.offers().contains { $0.slot.during.overlaps(offer.slot.during) }))
    }
  }

  @Test("a place in a group can be kept, and is offered to nobody else meanwhile")
  func heldPlace() async throws {
    try await TestClinic.using { test in
      let service = try await test.service(
        "Course", minutes: 60, by: test.riverside.doctor, at: test.riverside)
      try await asOwner(test, ["UPDATE healthcare_service SET capacity = 2 WHERE id = \(service.uuid)"])
      let offer = try #require(try await test.offers(of: service).first)
      #expect(offer.slot.places == 2)
      let token = Token(from: .system)
      _ = try await test.clinic.hold(offer, for: token, by: test.stranger())
      #expect(try await test.offers(of: service).first?.slot.places == 1)
      #expect(try await book([offer], test).isEmpty)
      #expect(try await test.offers(of: service).first?.slot.during != offer.slot.during)
      #expect(try await book([offer], test).count == 1)
      let patient = try await test.newcomer(at: test.riverside, to: .booking).from(holding: token)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: patient)
      #expect(try await test.count("appointment") == 2)
    }
  }

  @Test("no more than so many a day, however many ask at once")
  func mostPerDay() async throws {
    try await TestClinic.using { test in
      let service = try await test.service(
        "Check", minutes: 30, by: test.riverside.doctor, at: test.riverside)
      try await asOwner(test, ["UPDATE healthcare_service SET most_per_day = 2 WHERE id = \(service.uuid)"])
      let offers = try await test.offers(of: service)
      let day = try #require(offers.first?.dayLimit?.day)
      let sameDay = offers.filter { day.contains($0.slot.during.lowerBound) }
      #expect(sameDay.count > 5)
      let refused = try await book(sameDay, test)
      #expect(refused.count == sameDay.count - 2)
      #expect(try await test.count("appointment") == 2)
      #expect(!(try await test.offers(of: service).contains { day.contains($0.slot.during.lowerBound) }))
    }
  }

  @Test("an offer at the end of a horizon in working days outlives a change, holidays before it counted")
  func workingDays() async throws {
    try await TestClinic.using { test in
      // Monday 2 March 2026, and from Wednesday to Friday everything is closed: the second working day is the 9th.
      try await asOwner(
        test,
        [
          "UPDATE healthcare_service SET horizon_days = 2, horizon_working_days = true",
          """
          INSERT INTO holiday (day, name)
          SELECT '2026-03-04'::date + n, 'Closed' FROM generate_series(0, 2) AS n
          """,
        ])
      let last = try #require(try await test.offers().last)
      #expect(last.slot.during.lowerBound.timeIntervalSince(test.clock.now) > 6.5 * 86_400)
      test.clock.advance(by: 3600)
      #expect(try await book([last], test).isEmpty)
    }
  }

  @Test("an offer outlives a change that does not touch it, and the hour for which it is good")
  func renewed() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      let last = try #require(offers.last)
      try await asOwner(
        test,
        [
          """
          INSERT INTO absence (id, practitioner_id, first_day, last_day)
          VALUES (gen_random_uuid(), \(test.riverside.doctor.uuid), '2000-01-01', '2000-01-01')
          """
        ])
      #expect(try await book([offers[0]], test).isEmpty)
      test.clock.advance(by: 3600)
      #expect(try await book([offers[1]], test).isEmpty)
      // By then it would come too soon.
      try await asOwner(test, ["UPDATE healthcare_service SET notice_minutes = 43200"])
      #expect(try await book([last], test).compactMap { $0 as? Refusal } == [.conflict(.offerOutdated)])
    }
  }
}
