import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A wish on the waiting list")
struct WishTests {
  @Test("for a specialty is offered a time of whoever has it, for the first of their services")
  func specialty() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let own = try await test.specialty(of: test.riverside.doctor)
      let elsewhere = try await test.newSpecialty("Dermatology")
      // Nobody has it, so nobody can wish for it; somebody of it is another's time.
      let skin = try await test.practitioner(named: "Lin Chen", at: test.riverside)
      try await test.move(skin, to: elsewhere)
      await #expect(throws: Refusal.self) {
        _ = try await test.waiting(Wish(specialty: elsewhere, lastDay: test.anyTime.lastDay))
      }
      try await test.own(
        "UPDATE healthcare_service SET specialty_id = '\(elsewhere)' WHERE id = '\(test.riverside.services[3])'"
      )
      let other = try await test.waiting(
        Wish(specialty: elsewhere, practitioner: skin, lastDay: test.anyTime.lastDay))
      test.clock.advance(by: 1)
      let wished = try await test.waiting(Wish(specialty: own, lastDay: test.anyTime.lastDay))
      try await test.own(
        "UPDATE practitioner_service SET position = 1 WHERE service_id <> '\(test.riverside.services[1])'")
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      #expect(try await test.offer(to: other) == nil)
      let offer = try #require(try await test.offer(to: wished))
      #expect(try await test.start(id) == offer.during.lowerBound)
      let appointment = try await test.clinic.acceptWaitlistOffer(offer.id, by: wished)
      #expect(
        try await test.count(
          "appointment WHERE id = '\(appointment)' AND service_id = '\(test.riverside.services[1])' AND status = 'booked'"
        ) == 1)
      #expect(try await test.count("waitlist_entry WHERE state = 'filled'") == 1)
    }
  }

  @Test("for a doctor alone is offered nobody else's time; one that names nothing is refused")
  func doctor() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let other = try await test.practitioner(named: "Lin Chen", at: test.riverside)
      let elsewhere = try await test.waiting(Wish(practitioner: other, lastDay: test.anyTime.lastDay))
      test.clock.advance(by: 1)
      let wished = try await test.waiting(
        Wish(practitioner: test.riverside.doctor, lastDay: test.anyTime.lastDay))
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      #expect(try await test.offer(to: elsewhere) == nil)
      #expect(try await test.offer(to: wished) != nil)
      await #expect(throws: Refusal.invalid([Problem("specialty", "problem.wish-what")])) {
        _ = try await test.waiting(Wish(lastDay: test.anyTime.lastDay))
      }
    }
  }

  @Test("of somebody who declined a time is not offered it by another wish of theirs")
  func once() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let waiting = try await test.waiting()
      try await test.clinic.wish(test.anyTime, ID(UUID()), by: waiting)
      test.clock.advance(by: 1)
      let next = try await test.waiting()
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      let offer = try #require(try await test.offer(to: waiting))
      try await test.clinic.declineWaitlistOffer(offer.id, by: waiting)
      try await test.clinic.doWhatIsDue()
      #expect(try await test.offer(to: waiting) == nil)
      #expect(try await test.offer(to: next) != nil)
    }
  }

  @Test("is written about in its owner's language, and shown to the front desk, whose look is noted")
  func shown() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let wished = try await test.waiting()
      try await test.own(
        "UPDATE account SET language = 'fr' WHERE id = (SELECT account_id FROM waitlist_entry)")
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      #expect(try await test.offer(to: wished) != nil)
      let letter = try #require(try await test.letters().first { $0.letter == .waitlistOffer })
      #expect(letter.language == "fr")
      let ben = try await test.visitor(DemoCast.ben, to: .schedule, access: .may(.settleTasks))
      let moment = Listing.Moment(
        now: test.clock.now, zone: try test.clinic.zones.rules(for: "Europe/London"))
      let view = TableView([("col", "patient"), ("col", "wish")], of: .waitlist)
      let wishes = try await test.ask(ben, .rows(of: .waitlist, view, by: ben, at: moment))
      #expect(wishes.rows.map(\.cells) == [[.text("New Comer"), .code("offered")]])
      let seen = "audit_event WHERE act = 'read' AND entity = (SELECT patient_id FROM waitlist_entry)"
      #expect(try await test.count(seen) == 1)
    }
  }
}

extension TestClinic {
  func own(_ statement: String) async throws {
    _ = try await database.asOwner(of: riverside.id.uuid, ["\(unsafe: statement)"])
  }

  func specialty(of doctor: ID<Practitioner>) async throws -> ID<Specialty> {
    try await database.asOwner(
      of: riverside.id.uuid,
      ["SELECT specialty_id FROM practitioner_specialty WHERE practitioner_id = \(doctor.uuid)"])[0]
      .decode { row in try row.next(ID<Specialty>.self) }[0]
  }

  func newSpecialty(_ name: String) async throws -> ID<Specialty> {
    let id = ID<Specialty>(UUID())
    _ = try await database.asOwner(
      of: riverside.id.uuid, ["INSERT INTO specialty (id, name) VALUES (\(id.uuid), \(name))"])
    return id
  }

  func move(_ doctor: ID<Practitioner>, to specialty: ID<Specialty>) async throws {
    _ = try await database.asOwner(
      of: riverside.id.uuid,
      [
        "DELETE FROM practitioner_specialty WHERE practitioner_id = \(doctor.uuid)",
        "INSERT INTO practitioner_specialty (practitioner_id, specialty_id) VALUES (\(doctor.uuid), \(specialty.uuid))",
      ])
  }
}
