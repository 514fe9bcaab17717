import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Coming into a visit by video")
struct JoiningTests {
  private struct Stage {
    let test: TestClinic
    let paul: Visitor
    let amira: Visitor
    let visit: OnlineVisit

    init(_ test: TestClinic, at start: Date? = nil, isPublished: Bool = true) async throws {
      self.test = test
      visit = try await test.onlineVisit(
        at: start ?? test.clock.now + 86_400, isPublished: isPublished)
      paul = try await test.visitor(DemoCast.paul, to: .ownRecord)
      amira = try await test.visitor(DemoCast.amira, to: .schedule)
    }

    func agree() async throws { try await test.clinic.agree(to: visit.text, before: visit.id, by: paul) }
    func join() async throws { try await test.clinic.join(visit.id, as: .patient, by: paul) }
    func seen() async throws -> VirtualVisit {
      try #require(try await test.ask(paul, .myVirtualVisit(visit.id, at: test.clock.now)))
    }
    func consent() async throws -> TelehealthConsent? {
      try await test.ask(paul, .myTelehealthConsents(at: test.clock.now)).first
    }
  }

  @Test("is possible from a quarter of an hour before it begins until it ends, by the server's clock")
  func window() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      try await stage.agree()
      let during = stage.visit.during
      for (instant, refusal) in [
        (during.lowerBound - 901, Refusal.Conflict.tooEarly), (during.upperBound, .tooLate),
      ] {
        test.clock.set(instant)
        await #expect(throws: Refusal.conflict(refusal)) { try await stage.join() }
        await #expect(throws: Refusal.conflict(refusal)) {
          try await test.clinic.join(stage.visit.id, as: .practitioner, by: stage.amira)
        }
      }
      #expect(try await test.count("visit_participant") == 0)
      for instant in [during.lowerBound - 900, during.upperBound - 1] {
        test.clock.set(instant)
        try await stage.join()
        try await test.clinic.join(stage.visit.id, as: .practitioner, by: stage.amira)
        #expect(try await test.count("visit_participant WHERE left_at IS NULL") == 2)
        _ = try await test.database.asSuperuser("DELETE FROM visit_participant")
      }
    }
  }

  /// Sunday 29 March 2026 at 01:00 UTC the clocks of London go from 01:00 to 02:00.
  @Test("opens a quarter of an hour before it begins where the clocks change in between")
  func clocksChange() async throws {
    let start = Date(timeIntervalSince1970: 1_774_746_300)
    try await TestClinic.using(now: start - 7200) { test in
      let zone = try TimeZoneDatabase().rules(for: "Europe/London")
      #expect(zone.local(start).time.description.hasPrefix("02:05"))
      let stage = try await Stage(test, at: start)
      try await stage.agree()
      test.clock.set(start - 901)
      await #expect(throws: Refusal.conflict(.tooEarly)) { try await stage.join() }
      test.clock.set(start - 900)
      #expect(zone.local(test.clock.now).time.description.hasPrefix("00:50"))
      try await stage.join()
    }
  }

  @Test("is of a visit that takes place, and by those whose it is")
  func whose() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      try await stage.agree()
      test.clock.set(stage.visit.during.lowerBound)
      let stranger = try await test.newcomer(at: test.riverside, to: .ownRecord)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.join(stage.visit.id, as: .patient, by: stranger)
      }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.join(stage.visit.id, as: .practitioner, by: stage.paul)
      }
      #expect(try await test.count("visit_participant") == 0)
      for change: SQL in [
        "UPDATE appointment SET online = false", "UPDATE appointment SET online = true, status = 'cancelled'",
      ] {
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid, ["ALTER TABLE appointment DISABLE TRIGGER USER", change])
        await #expect(throws: Refusal.conflict(.otherState)) { try await stage.join() }
      }
    }
  }

  @Test("needs the version of the consent that holds now; whoever agreed to an earlier one is asked again")
  func consent() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      test.clock.set(stage.visit.during.lowerBound)
      let missing = Refusal.invalid([Problem("agree", "problem.consent-missing")])
      await #expect(throws: missing) { try await stage.join() }
      for _ in 0..<2 { try await stage.agree() }
      #expect(try await test.count("consent") == 1)
      for _ in 0..<2 { try await stage.join() }
      #expect(try await test.count("visit_participant") == 1)
      #expect(try await test.count("audit_event WHERE act = 'visit-joined'") == 1)
      try await test.clinic.leave(stage.visit.id, as: .patient, by: stage.paul)
      let next = try await test.telehealthText()
      await #expect(throws: missing) { try await stage.join() }
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) { try await stage.agree() }
      #expect(try await stage.consent()?.isCurrent == false)
      try await test.clinic.agree(to: next, before: stage.visit.id, by: stage.paul)
      try await stage.join()
    }
  }

  @Test("in one language is enough")
  func languages() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      let french = try await test.telehealthText(in: "fr")
      try await test.clinic.agree(to: french, before: stage.visit.id, by: stage.paul)
      // The next English version asks nobody who has agreed in French.
      try await test.telehealthText()
      test.clock.set(stage.visit.during.lowerBound)
      try await stage.join()
    }
  }

  @Test("is over for whoever withdraws, at once, in every language")
  func withdrawal() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      try await stage.agree()
      test.clock.set(stage.visit.during.lowerBound)
      try await stage.join()
      try await test.clinic.join(stage.visit.id, as: .practitioner, by: stage.amira)
      #expect(try await stage.seen().patientSince != nil)
      let consent = try #require(try await stage.consent())
      let stranger = try await test.newcomer(at: test.riverside, to: .ownRecord)
      await #expect(throws: Refusal.unknown) { try await test.clinic.withdraw(consent.id, by: stranger) }
      for _ in 0..<2 { try await test.clinic.withdraw(consent.id, by: stage.paul) }
      let seen = try await stage.seen()
      #expect(seen.patientSince == nil && seen.mineSince == nil && seen.consented == nil)
      #expect(seen.practitionerSince != nil)
      await #expect(throws: Refusal.invalid([Problem("agree", "problem.consent-missing")])) {
        try await stage.join()
      }
      #expect(try await stage.consent() == nil)
      #expect(try await test.count("audit_event WHERE act = 'consent-withdrawn'") == 1)
      #expect(try await test.count("consent WHERE withdrawn_at IS NOT NULL") == 1)
      try await stage.agree()
      try await stage.join()
    }
  }

  @Test("while the consent is withdrawn beside leaves nobody inside")
  func race() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let stage = try await Stage(test)
      test.clock.set(stage.visit.during.lowerBound)
      for _ in 0..<10 {
        try await stage.agree()
        let consent = try #require(try await stage.consent())
        try await withThrowingTaskGroup { acts in
          for _ in 0..<3 { acts.addTask { try? await stage.join() } }
          acts.addTask { try await test.clinic.withdraw(consent.id, by: stage.paul) }
          try await acts.waitForAll()
        }
        #expect(try await test.count("visit_participant WHERE left_at IS NULL") == 0)
      }
    }
  }

  @Test("is seen by the doctor on the day's list")
  func seenByDoctor() async throws {
    try await TestClinic.using { test in
      let stage = try await Stage(test)
      try await stage.agree()
      test.clock.set(stage.visit.during.lowerBound - 300)
      let zone = try await test.clinic.zone(of: stage.amira)
      let day = zone.local(test.clock.now).day
      func version() async throws -> String {
        try await test.ask(
          stage.amira, .myScheduleVersion(on: day, zone.interval(of: day), at: test.clock.now))
      }
      let before = try await version()
      try await stage.join()
      let listed = try #require(
        try await test.ask(stage.amira, .visit(stage.visit.id, by: stage.amira, at: test.clock.now)))
      #expect(listed.isOnline && listed.waitingSince == test.clock.now && listed.intake == .missing)
      #expect(try await version() != before)
    }
  }

  @Test("asks for no room: the room of the doctor's hours is free for others")
  func room() {
    var rules = BookingRules(durationMinutes: 20)
    let doctor = ID<Practitioner>(UUID())
    func needs() -> [Requirement.Resource] {
      ResolvedNeed.all(of: rules, length: 1200, practitioner: doctor).map(\.resource)
    }
    #expect(needs() == [.practitioner, .room])
    rules.isOnline = true
    #expect(needs() == [.practitioner])
    rules.requirements = [Requirement(.room)]
    #expect(needs() == [.room])
  }
}
