import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Another time for what was asked for")
struct ProposingTests {
  /// A request of Paul's, and the doctor's and the desk's ways to it.
  private func request(_ test: TestClinic) async throws -> (
    ID<Appointment>, amira: Visitor, ben: Visitor, [Offer]
  ) {
    let (id, _) = try await test.bookedByPaul()
    try await test.set(.pending, id)
    return (
      id, try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.seeToVisits)),
      try await test.visitor(DemoCast.ben, to: .schedule, access: .may(.seeToVisits)),
      try await test.offers().filter { $0.slot.during.lowerBound > test.clock.now + 2 * 86_400 }
    )
  }

  @Test("is kept for the patient beside the one that was asked for, with one letter, and booked by its link")
  func proposed() async throws {
    try await TestClinic.using { test in
      let (id, amira, _, offers) = try await request(test)
      for _ in 0..<2 { try await test.clinic.propose(offers[0], for: id, seen: 0, by: amira) }
      #expect(try await test.states() == ["open": 1])
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-rebooking'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'rebooking-offered'") == 1)
      // Both are taken: the doctor, the room and the patient for the one, doctor and room for the other.
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 5)
      #expect(try await !test.offers().contains { $0.slot == offers[0].slot })
      let seen = try #require(try await test.ask(amira, .myRequests(by: amira, at: test.clock.now)).first)
      #expect(seen.proposed == offers[0].slot.during.lowerBound)
      let link = try #require(try await test.links().first)
      #expect(try await test.rebooking(of: link).rebooking.answersRequest)
      try await test.clinic.acceptRebooking(link, nil, by: test.holder())
      #expect(try await test.count("appointment WHERE status = 'booked' AND sequence = 1") == 1)
      #expect(try await test.start(id) == offers[0].slot.during.lowerBound)
      #expect(try await test.states() == ["accepted": 1])
      #expect(try await test.count("hold") == 0)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 3)
      // A letter that asks what is answered does not leave any more.
      while try await test.clinic.work([.letter], { _, _ in .sent }) > 0 {}
      #expect(
        try await test.count("outbox_message WHERE kind = 'appointment-rebooking' AND state = 'dropped'") == 1
      )
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-moved' AND state = 'sent'") == 1)
    }
  }

  @Test("is booked at no time but the proposed one: any other is asked for anew")
  func other() async throws {
    try await TestClinic.using { test in
      let (id, amira, _, offers) = try await request(test)
      try await test.clinic.propose(offers[0], for: id, seen: 0, by: amira)
      let link = try #require(try await test.links().first)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let choice = try await test.rebooking(of: link)
      let other = try #require(
        choice.offers(6, zone: zone, at: test.clock.now).first { $0.slot.during != offers[0].slot.during })
      try await test.clinic.acceptRebooking(link, other, by: test.holder())
      #expect(try await test.count("appointment WHERE status = 'pending' AND sequence = 1") == 1)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-requested'") == 1)
      _ = id
    }
  }

  @Test("ends when the doctor accepts or declines what was asked for, and becomes a task when nobody answers")
  func answered() async throws {
    for act in [AppointmentAct.accept, .decline] {
      try await TestClinic.using { test in
        let (id, amira, _, offers) = try await request(test)
        try await test.clinic.propose(offers[0], for: id, seen: 0, by: amira)
        try await test.clinic.mark(id, act, seen: 0, by: amira)
        #expect(try await test.states() == [act == .accept ? "accepted" : "cancelled": 1])
        #expect(try await test.count("hold") == 0)
        let link = try #require(try await test.links().first)
        await #expect(throws: Refusal.self) {
          try await test.clinic.acceptRebooking(link, nil, by: test.holder())
        }
      }
    }
    try await TestClinic.using { test in
      let (id, _, ben, offers) = try await request(test)
      try await test.clinic.propose(offers[0], for: id, seen: 0, by: ben)
      // An answer is waited for until half the time to the visit is over.
      test.clock.advance(by: try await test.start(id).timeIntervalSince(test.clock.now) / 2 + 1)
      try await test.clinic.doWhatIsDue()
      #expect(try await test.states() == ["task": 1])
      #expect(try await test.count("hold") == 0)
    }
  }

  @Test("is the doctor's own and the front desk's to propose, once at a time, for a request as it was seen")
  func refused() async throws {
    try await TestClinic.using { test in
      let (id, amira, ben, offers) = try await request(test)
      let other = try #require(try await test.offersOfManyDoctors(1).first)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.propose(other, for: id, seen: 0, by: amira)
      }
      let colleague = try await test.visitor(DemoCast.chloe, to: .schedule, access: .may(.seeToVisits))
      await #expect(throws: Refusal.self) {
        try await test.clinic.propose(offers[0], for: id, seen: 0, by: colleague)
      }
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.propose(offers[0], for: id, seen: 7, by: amira)
      }
      let paul = try await test.visitor(DemoCast.paul, to: .booking)
      let taken = offers[offers.count - 1]
      _ = try await test.clinic.book(Booking(offer: taken, key: UUID(), reason: ""), by: paul)
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await test.clinic.propose(taken, for: id, seen: 0, by: amira)
      }
      #expect(try await test.states() == [:])
      try await test.clinic.propose(offers[0], for: id, seen: 0, by: ben)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.propose(offers[1], for: id, seen: 0, by: amira)
      }
    }
  }

  @Test("is for the request's own doctor, not for a colleague, and for nothing but what waits for an answer")
  func whose() async throws {
    try await TestClinic.using { test in
      let (id, amira, _, offers) = try await request(test)
      let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepFrontDesk))
      let colleague = try await test.practitioner(named: "Lin Chen", at: test.riverside)
      let account = try #require(test.riverside.accounts[DemoCast.amira])
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE practitioner SET account_id = NULL WHERE id = \(test.riverside.doctor.uuid)",
          "UPDATE practitioner SET account_id = \(account.uuid) WHERE id = \(colleague.uuid)",
        ])
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.propose(offers[0], for: id, seen: 0, by: amira)
      }
      try await test.clinic.markAtDesk(id, .accept, seen: 0, by: ben)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.propose(offers[0], for: id, seen: 1, by: ben)
      }
      #expect(try await test.states() == [:])
    }
    try await TestClinic.using { test in
      let (id, amira, _, offers) = try await request(test)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE healthcare_service SET active = false"])
      await #expect(throws: Refusal.conflict(.offerOutdated)) {
        try await test.clinic.propose(offers[0], for: id, seen: 0, by: amira)
      }
      test.clock.set(try await test.start(id))
      let late = try await test.visitor(DemoCast.ben, to: .schedule, access: .may(.seeToVisits))
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.propose(offers[0], for: id, seen: 0, by: late)
      }
    }
  }

  @Test("can be another doctor's who gives the service, where the front desk proposes it")
  func standIn() async throws {
    try await TestClinic.using { test in
      let (id, _, ben, _) = try await request(test)
      let other = try #require(try await test.offersOfManyDoctors(1).first)
      let (start, end) = (other.slot.during.lowerBound + 86_400, other.slot.during.upperBound + 86_400)
      let later = Slot(location: other.slot.location, during: start..<end)
      let offer = Offer(
        practitioner: other.practitioner, service: other.service, slot: later,
        scheduleVersion: other.scheduleVersion,
        priceMinor: other.priceMinor, cancellationMinutes: other.cancellationMinutes,
        needsApproval: other.needsApproval, goodUntil: other.goodUntil)
      try await test.clinic.propose(offer, for: id, seen: 0, by: ben)
      #expect(
        try await test.count("rebooking WHERE answers_request AND practitioner_id = '\(other.practitioner)'")
          == 1)
    }
  }

  @Test("the front desk accepts and declines in the doctor's stead, and sees all that waits")
  func desk() async throws {
    try await TestClinic.using { test in
      let (id, _, _, _) = try await request(test)
      let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepFrontDesk))
      #expect(try await test.ask(ben, .requests(by: ben, at: test.clock.now)).map(\.id) == [id])
      #expect(try await test.ask(ben, .requestCount) == 1)
      try await test.clinic.markAtDesk(id, .accept, seen: 0, by: ben)
      try await test.clinic.markAtDesk(id, .accept, seen: 0, by: ben)
      #expect(try await test.count("appointment WHERE status = 'booked' AND sequence = 1") == 1)
      #expect(try await test.ask(ben, .requests(by: ben, at: test.clock.now)).isEmpty)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.markAtDesk(id, .decline, seen: 1, by: ben)
      }
      // What nobody answered in time is still there to be declined.
      let (other, _, _, _) = try await request(test)
      test.clock.advance(by: 30 * 86_400)
      let late = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.keepFrontDesk))
      #expect(try await test.ask(late, .requests(by: late, at: test.clock.now)).map(\.id) == [other])
      try await test.clinic.markAtDesk(other, .decline, seen: 0, by: late)
      #expect(try await test.ask(late, .requestCount) == 0)
    }
  }
}
