import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A record opened in an emergency")
struct EmergencyAccessTests {
  private let reason = "Found unconscious; allergies are needed."

  private func amira(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.amira, to: .emergency, access: .may(.openRecords))
  }

  private func record(_ test: TestClinic, _ visitor: Visitor) async throws -> OpenedRecord? {
    try await test.ask(visitor, .openedRecord(test.riverside.patient, by: visitor, at: test.clock.now))
  }

  private func opened(_ test: TestClinic, by visitor: Visitor) async throws -> ID<EmergencyAccess> {
    let id = ID<EmergencyAccess>(UUID())
    try await test.clinic.openInEmergency(test.riverside.patient, id, because: reason, by: visitor)
    return id
  }

  private func becomesAdministrator(_ test: TestClinic) async throws {
    try await test.own("UPDATE account SET role = 'admin' WHERE email = '\(DemoCast.amira.email)'")
  }

  @Test("is read for an hour and no longer, by nobody else, and each look is noted with the reason")
  func hour() async throws {
    try await TestClinic.using { test in
      let amira = try await amira(test)
      #expect(try await record(test, amira) == nil)
      #expect(try await test.count("audit_event WHERE act = 'read' AND entity IS NOT NULL") == 0)
      let id = try await opened(test, by: amira)
      // The same form again.
      try await test.clinic.openInEmergency(test.riverside.patient, id, because: reason, by: amira)
      #expect(try await test.count("emergency_access") == 1)
      #expect(
        try await test.count("audit_event WHERE act = 'emergency-opened' AND detail = '\(reason)'") == 1)
      let now = test.clock.now
      let found = try #require(try await record(test, amira))
      #expect(found.basis == .emergency(until: now + EmergencyAccess.lifetime, reason: reason))
      test.clock.advance(by: EmergencyAccess.lifetime - 1)
      #expect(try await record(test, amira) != nil)
      #expect(
        try await test.count(
          "audit_event WHERE act = 'read' AND purpose = 'emergency' AND detail = '\(reason)'") == 2)
      let ben = try await test.visitor(DemoCast.ben, to: .schedule)
      #expect(try await record(test, ben) == nil)
      let other = try await test.patient(named: "Otto Else", at: test.riverside)
      #expect(try await test.ask(amira, .openedRecord(other, by: amira, at: test.clock.now)) == nil)
      test.clock.advance(by: 1)
      #expect(try await record(test, amira) == nil)
    }
  }

  @Test("asks for a proof of identity of just now, and for somebody whose record there is")
  func confirmation() async throws {
    try await TestClinic.using { test in
      let amira = try await amira(test)
      test.clock.advance(by: TenantRecords.confirmationLifetime - 1)
      _ = try await opened(test, by: amira)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.openInEmergency(test.hilltop.patient, ID(UUID()), because: reason, by: amira)
      }
      test.clock.advance(by: 1)
      await #expect(throws: Refusal.unconfirmed) { _ = try await opened(test, by: amira) }
      #expect(try await test.count("emergency_access") == 1)
    }
  }

  @Test("is for practitioners: nobody else may, whatever their route says")
  func whoMay() async throws {
    try await TestClinic.using { test in
      #expect(Permission.openRecords.roles == [.practitioner])
      let ben = try await test.visitor(DemoCast.ben, to: .emergency)
      await #expect(throws: Refusal.forbidden) { _ = try await opened(test, by: ben) }
    }
  }

  @Test("is not needed for whoever has a visit ahead, or had one within a year")
  func treatment() async throws {
    try await TestClinic.using { test in
      let amira = try await amira(test)
      let (appointment, _) = try await test.bookedByPaul()
      #expect(try await record(test, amira)?.basis == .treatment)
      #expect(try await record(test, amira)?.visits.count == 1)
      #expect(
        try await test.count("audit_event WHERE act = 'read' AND purpose = 'schedule' AND detail = ''") >= 2)
      let start = try await test.database.asSuperuser(
        "SELECT starts_at FROM appointment WHERE id = \(appointment.uuid)"
      ).decode { row in try row.next(Date.self) }[0]
      test.clock.advance(by: start.timeIntervalSince(test.clock.now) + OpenedRecord.treatmentLasts - 1)
      let late = try await self.amira(test)
      #expect(try await record(test, late) != nil)
      test.clock.advance(by: 1)
      #expect(try await record(test, late) == nil)
    }
  }

  @Test("is not one's work for a visit that was cancelled")
  func cancelled() async throws {
    try await TestClinic.using { test in
      let (appointment, _) = try await test.bookedByPaul()
      try await test.set(.cancelled, appointment)
      #expect(try await record(test, amira(test)) == nil)
    }
  }

  @Test("is reviewed once, by somebody else, and closed with that")
  func review() async throws {
    try await TestClinic.using { test in
      let amira = try await amira(test)
      let id = try await opened(test, by: amira)
      _ = try await record(test, amira)
      try await becomesAdministrator(test)
      let own = try await test.visitor(DemoCast.amira, to: .administration, access: .may(.reviewEmergencies))
      await #expect(throws: Refusal.conflict(.ownEmergency)) {
        try await test.clinic.review(id, .justified, note: "I know.", by: own)
      }
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.reviewEmergencies))
      #expect(try await test.ask(dana, .emergency(id))?.looks == 1)
      test.clock.advance(by: 60)
      try await test.clinic.review(id, .unjustified, note: "Nobody was unconscious.", by: dana)
      let reviewed = try #require(try await test.ask(dana, .emergency(id)))
      #expect(reviewed.review?.verdict == .unjustified && reviewed.review?.name == DemoCast.dana.displayName)
      #expect(reviewed.ends == test.clock.now)
      await #expect(throws: Refusal.conflict(.doneByAnother)) {
        try await test.clinic.review(id, .justified, note: "After all.", by: dana)
      }
      try await test.own("UPDATE account SET role = 'practitioner' WHERE email = '\(DemoCast.amira.email)'")
      #expect(try await record(test, amira) == nil)
      let etienne = try await test.visitor(
        DemoCast.etienne, to: .administration, access: .may(.reviewEmergencies))
      #expect(try await test.ask(etienne, .emergency(id)) == nil)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.review(id, .justified, note: "Elsewhere.", by: etienne)
      }
    }
  }

  @Test("is bounded by the database, too: no longer than an hour, and never reviewed by who opened it")
  func constraints() async throws {
    try await TestClinic.using { test in
      let id = try await opened(test, by: amira(test))
      for change in [
        "ends_at = opened_at + interval '61 minutes'",
        "reviewed_by = account_id, reviewed_at = now(), verdict = 'justified'",
      ] {
        await #expect(throws: PostgresError.self) {
          try await test.own("UPDATE emergency_access SET \(change) WHERE id = '\(id)'")
        }
      }
    }
  }

  @Test("is counted among what an administrator has to look at until it is reviewed")
  func counted() async throws {
    try await TestClinic.using { test in
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageStaff))
      let moment = Listing.Moment(
        now: test.clock.now, zone: try test.clinic.zones.rules(for: "Europe/London"))
      func due() async throws -> (number: Int, rows: Int) {
        let view = TableView([("review", "due")], of: .emergencies)
        return (
          try await test.ask(dana, .dayAtAGlance(moment, for: dana)).emergencies,
          try await test.ask(dana, .rows(of: .emergencies, view, by: dana, at: moment)).rows.count
        )
      }
      #expect(try await due() == (0, 0))
      let id = try await opened(test, by: amira(test))
      #expect(try await due() == (1, 1))
      try await test.clinic.review(id, .justified, note: "Yes.", by: dana)
      #expect(try await due() == (0, 0))
    }
  }
}
