import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Booking and moving at the front desk")
struct DeskBookingTests {
  private func ben(_ test: TestClinic, _ permission: Permission = .bookForPatients) async throws -> Visitor {
    try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(permission))
  }

  @Test("books for any patient, and writes to the patient and not to the desk")
  func books() async throws {
    try await TestClinic.using { test in
      let ben = try await ben(test)
      let offer = try #require(try await test.offers().first)
      let booking = Booking(offer: offer, key: UUID(), reason: "", patient: test.riverside.patient)
      let before = test.clinic.roundTrips
      let id = try await test.clinic.book(booking, by: ben)
      #expect(test.clinic.roundTrips - before == 1)
      // The same form sent again books once.
      #expect(try await test.clinic.book(booking, by: ben) == id)
      #expect(try await test.count("appointment") == 1)
      #expect(
        try await test.count(
          "outbox_message WHERE kind = 'appointment-booked' AND recipient = 'paul@riverside.example'")
          == 1)
      #expect(try await test.count("outbox_message") == 1)
      #expect(try await test.count("outbox_message WHERE payload ? 'no-account'") == 0)
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord)
      #expect(try await test.ask(paul, .myAppointment(id, at: test.clock.now)) != nil)
    }
  }

  @Test("writes to the address given at the desk, and to nobody where there is none; a later change, too")
  func letters() async throws {
    try await TestClinic.using { test in
      let (ben, desk) = (try await ben(test), try await ben(test, .keepFrontDesk))
      let offers = try await test.offers()
      let (with, without) = (ID<Patient>(UUID()), ID<Patient>(UUID()))
      for (id, email) in [(with, "greta@mail.example"), (without, "")] {
        let patient = NewPatient(
          givenName: "Greta", familyName: "Lind", birthDate: try #require(Day(year: 1980, month: 2, day: 29)),
          gender: .female, phone: "", email: email)
        try await test.clinic.register(patient, id, isSomebodyElse: true, by: ben)
        try await test.clinic.register(patient, id, isSomebodyElse: true, by: ben)
      }
      #expect(try await test.count("audit_event WHERE act = 'patient-registered'") == 2)
      for (offer, patient) in zip(offers, [with, without]) {
        let id = try await test.clinic.book(
          Booking(offer: offer, key: UUID(), reason: "", patient: patient), by: ben)
        try await test.clinic.markAtDesk(id, .cancel, seen: 0, by: desk)
      }
      #expect(
        try await test.count(
          "outbox_message WHERE recipient = 'greta@mail.example' AND kind = 'appointment-booked'") == 1)
      // Nobody is asked to sign in who can't.
      #expect(
        try await test.count(
          "outbox_message WHERE recipient = 'greta@mail.example' AND payload ? 'no-account'") == 2)
      #expect(
        try await test.count(
          "outbox_message WHERE recipient = 'greta@mail.example' AND kind = 'appointment-cancelled'") == 1)
      #expect(try await test.count("outbox_message") == 2)
    }
  }

  @Test("books for nobody of another clinic, and for nobody without the permission")
  func refused() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      let foreign = Booking(offer: offer, key: UUID(), reason: "", patient: test.hilltop.patient)
      let ben = try await ben(test)
      await #expect(throws: Refusal.unknown) { try await test.clinic.book(foreign, by: ben) }
      let stranger = try await test.newcomer(at: test.riverside, to: .booking)
      let paul = Booking(offer: offer, key: UUID(), reason: "", patient: test.riverside.patient)
      await #expect(throws: Refusal.unknown) { try await test.clinic.book(paul, by: stranger) }
      let amira = try await test.visitor(DemoCast.amira, to: .frontDesk)
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.moveAtDesk(ID(UUID()), to: offer, seen: 0, by: amira)
      }
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.markAtDesk(ID(UUID()), .cancel, seen: 0, by: amira)
      }
      #expect(try await test.count("appointment") == 0)
    }
  }

  @Test("moves anybody's visit, past the patient's deadline and to another doctor, until it begins")
  func moves() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let ben = try await ben(test, .keepFrontDesk)
      try await test.agree(43_200, on: id)
      let other = try #require(try await test.offersOfManyDoctors(1).first)
      let before = test.clinic.roundTrips
      try await test.clinic.moveAtDesk(id, to: other, seen: 0, by: ben)
      #expect(test.clinic.roundTrips - before == 1)
      let moved = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
      #expect(moved.practitioner == other.practitioner && moved.sequence == 1)
      // A second press of the same button.
      try await test.clinic.moveAtDesk(id, to: other, seen: 0, by: ben)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 3)
      #expect(
        try await test.count(
          "outbox_message WHERE kind = 'appointment-moved' AND recipient = 'paul@riverside.example'") == 1)
      let back = try #require(try await test.offers().last)
      test.clock.set(moved.during.lowerBound)
      await #expect(throws: Refusal.conflict(.tooLate)) {
        try await test.clinic.moveAtDesk(id, to: back, seen: 1, by: ben)
      }
    }
  }

  @Test("of two desks that move the same visit at once, one does, and the other is told that it has changed")
  func twoDesks() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      for round in 0..<8 {
        let (id, paul) = try await test.bookedByPaul()
        let ben = try await ben(test, .keepFrontDesk)
        let (first, second) = (offers[offers.count - 1], offers[offers.count - 2])
        let refusals = await withTaskGroup(of: Refusal?.self) { group in
          for offer in [first, second] {
            group.addTask {
              do {
                try await test.clinic.moveAtDesk(id, to: offer, seen: 0, by: ben)
                return nil
              } catch { return error as? Refusal ?? .unavailable }
            }
          }
          return await group.reduce(into: [Refusal?]()) { $0.append($1) }
        }
        #expect(refusals.count { $0 == nil } == 1, "round \(round)")
        #expect(refusals.contains(.conflict(.changedMeanwhile)))
        let moved = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
        #expect(moved.sequence == 1)
        try await test.clinic.markAtDesk(id, .cancel, seen: 1, by: ben)
      }
    }
  }

  @Test("a patient's deadline still binds patients")
  func deadline() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      try await test.agree(43_200, on: id)
      await #expect(throws: Refusal.conflict(.tooLate)) {
        try await test.clinic.cancel(id, seen: 0, by: paul)
      }
      let ben = try await ben(test, .keepFrontDesk)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.markAtDesk(id, .cancel, seen: 7, by: ben)
      }
      await #expect(throws: Refusal.conflict(.tooEarly)) {
        try await test.clinic.markAtDesk(id, .miss, seen: 0, by: ben)
      }
      try await test.clinic.markAtDesk(id, .cancel, seen: 0, by: ben)
      try await test.clinic.markAtDesk(id, .cancel, seen: 0, by: ben)
      #expect(try await test.count("appointment_history WHERE act = 'cancel'") == 1)
    }
  }

  @Test("keeps more times than a network of patients may")
  func holds() async throws {
    try await TestClinic.using { test in
      let ben = try await ben(test)
      let offers = try await test.offers().prefix(Hold.mostPerNetwork + 2)
      for offer in offers {
        let until = try await test.clinic.hold(offer, for: Token(from: .system), by: ben)
        #expect(until != nil)
      }
    }
  }
}
