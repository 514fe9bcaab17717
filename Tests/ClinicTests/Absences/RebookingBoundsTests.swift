import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What is proposed for a visit that is moved")
struct RebookingBoundsTests {
  @Test("is kept for two days, or for half the time that is left until either visit")
  func deadline() async throws {
    let now = Date(seconds: 1_772_442_000)
    for (ahead, kept) in [(30 * 86_400, 172_800), (345_600, 172_800), (345_598, 172_799), (7200, 3600)] {
      let start = now + TimeInterval(ahead)
      let visit = AffectedVisit(
        id: ID(UUID()), during: start..<(start + 900), needed: nil, practitioner: ID(UUID()),
        patient: ID(UUID()), patientName: "", called: "", service: ID(UUID()), serviceName: "", address: nil,
        language: nil)
      #expect(
        RebookingPlan.answerUntil(visit, nil, at: now).timeIntervalSince(now) == TimeInterval(kept),
        "\(ahead)")
    }
  }

  @Test("begins in three hours at the earliest")
  func notice() async throws {
    try await TestClinic.using { test in
      let id = try await test.bookedTuesday(1)[0]
      let start = try await test.start(id)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let ends = try #require(zone.local(start).time.adding(minutes: 15))
      test.clock.set(start - 1800)
      let tuesday = zone.local(start).day
      let absent = NewAbsence(
        ID(test.riverside.doctor.uuid),
        Absence(days: tuesday...tuesday, starts: zone.local(start).time, ends: ends))
      try await test.clinic.enter(absent, ID(UUID()), note: "", by: try await test.ben())
      let proposal = try await test.rebooking(of: try #require(try await test.links().first)).rebooking
        .proposal
      let proposed = try #require(proposal).during.lowerBound
      #expect(proposed >= test.clock.now + 3 * 3600)
      #expect(proposed < test.clock.now + 86_400)
    }
  }

  @Test("is no time at which the patient is with somebody else")
  func elsewhere() async throws {
    func proposed(_ test: TestClinic) async throws -> Range<Date> {
      let link = try #require(try await test.links().first)
      return try #require(try await test.rebooking(of: link).rebooking.proposal).during
    }
    var first: Range<Date>?
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(1)
      try await test.enterAbsence()
      first = try await proposed(test)
    }
    let taken = try #require(first)
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(1)
      let other = try await test.practitioner(named: "Lin Chen", at: test.riverside)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                   currency, booked_by, booking_key, booked_at)
          SELECT gen_random_uuid(), patient_id, \(other), service_id, location_id, \(taken), 'booked', 0, currency,
                 booked_by, gen_random_uuid(), booked_at
            FROM appointment
          """
        ])
      try await test.enterAbsence()
      #expect(try await !proposed(test).overlaps(taken))
    }
  }

  @Test("is not said to stand after all to whom nothing was written, though they have an address by now")
  func toldOnce() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(1)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE patient SET account_id = NULL, email = '' WHERE id = (SELECT patient_id FROM appointment)",
          "UPDATE appointment SET booked_by = NULL",
        ])
      let absence = try await test.enterAbsence()
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          UPDATE patient SET email = 'greta@mail.example' WHERE id = (SELECT patient_id FROM appointment)
          """
        ])
      try await test.clinic.withdraw(absence, by: try await test.ben())
      #expect(try await test.states() == ["withdrawn": 1])
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-stands'") == 0)
    }
  }

  @Test("is answered with the link of the letter alone, and with no other")
  func link() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(1)
      try await test.enterAbsence()
      let guessed = test.clinic.newToken()
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.acceptRebooking(guessed, nil, by: test.holder())
      }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.cancelRebooking(guessed, by: test.holder())
      }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.askForCall(guessed, by: test.holder())
      }
      #expect(try await test.states() == ["open": 1])
    }
  }
}
