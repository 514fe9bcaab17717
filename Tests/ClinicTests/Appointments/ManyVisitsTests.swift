import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Many visits at once")
struct ManyVisitsTests {
  private func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.listVisits))
  }

  /// Visits of different patients, one after the other, and one visitor who may change them.
  private func booked(_ count: Int, _ test: TestClinic) async throws -> [SeenVisit] {
    let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.bookForPatients))
    var visits: [SeenVisit] = []
    for (index, offer) in try await test.offers().prefix(count).enumerated() {
      let patient = try await test.patient(named: "Patient \(index)", at: test.riverside)
      try await test.own("UPDATE patient SET email = 'p\(index)@mail.example' WHERE id = '\(patient)'")
      let booking = Booking(offer: offer, key: UUID(), reason: "", patient: patient)
      visits.append(SeenVisit(try await test.clinic.book(booking, by: ben), sequence: 0))
    }
    return visits
  }

  private func starts(_ test: TestClinic) async throws -> [Date] {
    try await test.database.asOwner(
      of: test.riverside.id.uuid,
      ["SELECT starts_at FROM appointment WHERE status = 'booked' ORDER BY starts_at"])[0]
      .decode { row in try row.next(Date.self) }
  }

  @Test("are cancelled in one transaction; each patient reads why, and the times are free again")
  func cancel() async throws {
    try await TestClinic.using { test in
      let visits = try await booked(2, test)
      let dana = try await dana(test)
      let done = try await test.clinic.cancel(visits, because: "The heating failed.", isWhole: true, by: dana)
      #expect(done == Set(visits.map(\.id)))
      #expect(try await test.count("appointment WHERE status = 'cancelled' AND sequence = 1") == 2)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 0)
      let told = "kind = 'appointment-cancelled' AND payload ->> 'reason' = 'The heating failed.'"
      #expect(try await test.count("outbox_message WHERE \(told)") == 2)
      #expect(
        try await test.count("appointment_history WHERE act = 'cancel' AND note = 'The heating failed.'") == 2
      )
      #expect(try await test.count("audit_event WHERE act = 'appointment-cancelled'") == 2)
      // Pressed twice: nothing more.
      #expect(try await test.clinic.cancel(visits, because: "Again", isWhole: true, by: dana).count == 2)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-cancelled'") == 2)
    }
  }

  @Test("are cancelled all or none, or as many as can be, by choice")
  func cancelSome() async throws {
    try await TestClinic.using { test in
      var visits = try await booked(2, test)
      let dana = try await dana(test)
      // Somebody has changed one since.
      visits[0] = SeenVisit(visits[0].id, sequence: 1)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.cancel(visits, because: "Why", isWhole: true, by: dana)
      }
      #expect(try await test.count("appointment WHERE status = 'cancelled'") == 0)
      #expect(
        try await test.clinic.cancel(visits, because: "Why", isWhole: false, by: dana) == [visits[1].id])
      #expect(try await test.count("appointment WHERE status = 'cancelled'") == 1)
    }
  }

  @Test("are moved by days and by minutes, neighbours too, each with its letter and its occupancy")
  func move() async throws {
    try await TestClinic.using { test in
      let visits = try await booked(3, test)
      let dana = try await dana(test)
      let before = try await starts(test)
      #expect(try await test.clinic.move(visits, to: MoveTarget(days: 7), isWhole: true, by: dana) == 3)
      #expect(try await starts(test) == before.map { $0 + 7 * 86_400 })
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-moved'") == 3)
      #expect(
        try await test.count(
          "occupancy o JOIN appointment a ON a.id = o.appointment_id AND a.starts_at = o.starts_at WHERE o.released_at IS NULL"
        ) == 9)
      let again = visits.map { SeenVisit($0.id, sequence: 1) }
      #expect(try await test.clinic.move(again, to: MoveTarget(minutes: 15), isWhole: true, by: dana) == 3)
      #expect(try await starts(test) == before.map { $0 + 7 * 86_400 + 900 })
      let back = visits.map { SeenVisit($0.id, sequence: 2) }
      #expect(try await test.clinic.move(back, to: MoveTarget(minutes: -15), isWhole: true, by: dana) == 3)
      let day = try #require(Day(iso: "2026-03-04"))
      let last = visits.map { SeenVisit($0.id, sequence: 3) }
      #expect(try await test.clinic.move(last, to: MoveTarget(day: day), isWhole: true, by: dana) == 3)
    }
  }

  @Test(
    "name what keeps each; a visit that stays keeps its neighbour; all or what is possible is moved by choice"
  )
  func conflicts() async throws {
    try await TestClinic.using { test in
      let visits = try await booked(4, test)
      let dana = try await dana(test)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      func plan(_ chosen: [SeenVisit], _ target: MoveTarget) async throws -> [Bool] {
        let matter = try await test.ask(
          dana, .moveMatter(chosen.map(\.id), to: target.practitioner, by: dana, at: test.clock.now))
        return matter.plan(target, zone: zone, at: test.clock.now).steps
          .sorted { $0.visit.during.lowerBound < $1.visit.during.lowerBound }.map(\.canBe)
      }
      // The third is not among those that move: the second can't, and so neither can the first.
      #expect(try await plan(Array(visits.prefix(2)), MoveTarget(minutes: 15)) == [false, false])
      #expect(try await plan(visits, MoveTarget(minutes: 15)) == [true, true, true, true])
      let some = [visits[0], visits[3]]
      #expect(try await plan(some, MoveTarget(minutes: 15)) == [false, true])
      let before = try await starts(test)
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await test.clinic.move(some, to: MoveTarget(minutes: 15), isWhole: true, by: dana)
      }
      #expect(try await starts(test) == before)
      #expect(try await test.clinic.move(some, to: MoveTarget(minutes: 15), isWhole: false, by: dana) == 1)
      // Midnight is nobody's hour.
      #expect(try await plan([visits[0]], MoveTarget(minutes: -12 * 60)) == [false])
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.move(
          [SeenVisit(visits[1].id, sequence: 5)], to: MoveTarget(days: 7), isWhole: false, by: dana)
      }
    }
  }

  @Test("go to another doctor who gives the service, and to nobody who does not")
  func otherDoctor() async throws {
    try await TestClinic.using { test in
      let visits = try await booked(2, test)
      let dana = try await dana(test)
      let room = try await test.room("Other", at: test.riverside)
      let hours = (1...5).map { weekday in
        WeeklyHours(
          id: ID(UUID()), location: room, weekday: Weekday(rawValue: weekday)!, opens: .midnight,
          closes: .endOfDay,
          validFrom: Day(iso: "2026-01-01")!, validUntil: nil)
      }
      let other = try await test.practitioner(named: "Other Doctor", at: test.riverside, hours: hours)
      #expect(
        try await test.clinic.move(visits, to: MoveTarget(practitioner: other), isWhole: true, by: dana) == 2)
      #expect(
        try await test.count("appointment WHERE practitioner_id = '\(other)' AND location_id = '\(room)'")
          == 2)
      try await test.own(
        "DELETE FROM practitioner_service WHERE practitioner_id = '\(test.riverside.doctor)'")
      let matter = try await test.ask(
        dana, .moveMatter(visits.map(\.id), to: test.riverside.doctor, by: dana, at: test.clock.now))
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let plan = matter.plan(MoveTarget(practitioner: test.riverside.doctor), zone: zone, at: test.clock.now)
      #expect(plan.steps.allSatisfy { if case .notGiven = $0.outcome { true } else { false } })
    }
  }

  @Test("are nobody's to change who may not, and not another clinic's")
  func rights() async throws {
    try await TestClinic.using { test in
      let visits = try await booked(1, test)
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.keepOwnSchedule))
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.cancel(visits, because: "Why", isWhole: false, by: amira)
      }
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.move(visits, to: MoveTarget(days: 7), isWhole: false, by: amira)
      }
      let etienne = try await test.visitor(DemoCast.etienne, to: .administration, access: .may(.listVisits))
      #expect(try await test.clinic.cancel(visits, because: "Why", isWhole: false, by: etienne).isEmpty)
      #expect(try await test.clinic.move(visits, to: MoveTarget(days: 7), isWhole: false, by: etienne) == 0)
      #expect(try await test.count("appointment WHERE status = 'booked' AND sequence = 0") == 1)
    }
  }
}
