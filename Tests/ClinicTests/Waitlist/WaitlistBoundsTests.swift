import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What the waiting list may offer")
struct WaitlistBoundsTests {
  @Test("is kept for two hours, or for half the time that is left")
  func deadline() {
    let now = Date(seconds: 1_772_442_000)
    for (ahead, kept) in [(86_400, 7200), (14_400, 7200), (14_398, 7199), (3600, 1800)] {
      let until = WaitlistOffer.answerUntil(now + TimeInterval(ahead), at: now)
      #expect(until.timeIntervalSince(now) == TimeInterval(kept), "\(ahead)")
    }
  }

  @Test("begins in half an hour or later")
  func soonest() async throws {
    for (ahead, offers) in [(1800.0, 1), (1799, 0)] {
      try await TestClinic.using { test in
        let (id, paul) = try await test.bookedByPaul()
        let start = try await test.start(id)
        _ = try await test.waiting()
        try await test.giveUp(id, by: paul)
        test.clock.set(start - ahead)
        try await test.clinic.doWhatIsDue()
        #expect(try await test.count("waitlist_offer") == offers, "\(ahead)")
      }
    }
  }

  @Test("is no time at which the patient is with somebody else")
  func elsewhere() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      _ = try await test.waiting()
      let other = try await test.practitioner(named: "Lin Chen", at: test.riverside)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                   currency, booked_by, booking_key, booked_at)
          SELECT gen_random_uuid(), e.patient_id, \(other), a.service_id, a.location_id,
                 tstzrange(a.starts_at + interval '5 minutes', a.ends_at + interval '5 minutes'), 'booked', 0, a.currency,
                 e.account_id, gen_random_uuid(), a.booked_at
            FROM waitlist_entry e, appointment a
          """
        ])
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      #expect(try await test.count("waitlist_offer") == 0)
    }
  }

  @Test("goes to nobody whose account is disabled or closed")
  func closed() async throws {
    for change in ["disabled_at = now()", "disabled_at = now(), closed_at = now()"] {
      try await TestClinic.using { test in
        let (id, paul) = try await test.bookedByPaul()
        _ = try await test.waiting()
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid,
          ["UPDATE account SET \(unsafe: change) WHERE id IN (SELECT account_id FROM waitlist_entry)"])
        try await test.giveUp(id, by: paul)
        try await test.clinic.doWhatIsDue()
        #expect(try await test.count("waitlist_offer") == 0)
      }
    }
  }

  @Test("is seen and declined by whom it was offered, by nobody else; its letter does not leave then")
  func declined() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let waiting = try await test.waiting()
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      let offer = try #require(try await test.offer(to: waiting))
      let stranger = try await test.newcomer(at: test.riverside, to: .booking)
      let seen: WaitlistChoice? = try await test.ask(
        stranger, .waitlistChoice(offer.id, by: stranger, at: test.clock.now))
      #expect(seen == nil)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.declineWaitlistOffer(offer.id, by: stranger)
      }
      #expect(try await test.count("waitlist_offer WHERE state = 'open'") == 1)
      try await test.clinic.declineWaitlistOffer(offer.id, by: waiting)
      _ = try await test.clinic.work([.letter]) { _, _ in .sent }
      #expect(
        try await test.count("outbox_message WHERE kind = 'waitlist-offer' AND state = 'dropped'") == 1)
    }
  }

  @Test("is asked for oneself, and for nobody else's record")
  func whose() async throws {
    try await TestClinic.using { test in
      let greta = try await test.patient(named: "Greta Lind", at: test.riverside)
      let stranger = try await test.newcomer(at: test.riverside, to: .booking)
      let wish = test.anyTime
      await #expect(throws: Refusal.invalid([Problem("", "problem.wish")])) {
        try await test.clinic.wish(
          Wish(service: wish.service, lastDay: wish.lastDay, patient: greta), ID(UUID()), by: stranger)
      }
      #expect(try await test.count("waitlist_entry") == 0)
    }
  }
}
