import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Who opened a patient's record")
struct RecordLookTests {
  private func looks(_ test: TestClinic, after last: ID<AuditEntry>? = nil) async throws -> RecordLooks {
    let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
    return try await test.ask(paul, .ownRecordLooks(after: last, at: test.clock.now))
  }

  private func collapsed(_ test: TestClinic) async throws -> [RecordLook] {
    try await looks(test).collapsed(in: test.clinic.zones.rules(for: "Europe/London"))
  }

  private func ben(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.bookForPatients))
  }

  private func look(_ test: TestClinic, _ visitor: Visitor, at patient: ID<Patient>) async throws {
    _ = try await test.ask(visitor, .patient(patient, by: visitor, at: test.clock.now))
  }

  @Test("is told by name, role and purpose, once for a day, with how often and from when until when")
  func collapsing() async throws {
    try await TestClinic.using { test in
      #expect(try await collapsed(test).isEmpty)
      let ben = try await ben(test)
      let first = test.clock.now
      for _ in 0..<3 {
        try await look(test, ben, at: test.riverside.patient)
        test.clock.advance(by: 600)
      }
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.listPatients))
      try await look(test, dana, at: test.riverside.patient)
      test.clock.advance(by: 86_400)
      try await look(test, ben, at: test.riverside.patient)
      let told = try await collapsed(test)
      let staff: [RecordLook.Who] = [
        .staff(name: DemoCast.ben.displayName, role: .frontDesk),
        .staff(name: DemoCast.dana.displayName, role: .admin),
        .staff(name: DemoCast.ben.displayName, role: .frontDesk),
      ]
      #expect(told.map(\.who) == staff)
      #expect(
        told.map(\.count) == [1, 1, 3] && told.map(\.purpose) == [.frontDesk, .administration, .frontDesk])
      let last = try #require(told.last)
      #expect(last.first == first && last.last == first + 1200 && last.child == nil && last.act == .read)
    }
  }

  @Test("leaves out others' records and what they did themselves; a child's is told until it is of age")
  func whose() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let child = ID<Patient>(UUID())
      let born = try #require(Day(iso: "2008-03-03"))
      try await test.clinic.add(
        NewChild(givenName: "Léo", familyName: "Fletcher", birthDate: born), child, by: paul)
      let others = ID<Patient>(UUID())
      try await test.own(
        """
        INSERT INTO patient (id, family_name, given_name, birth_date, gender, created_at)
        VALUES ('\(others)', 'Else', 'Somebody', '1980-01-01', 'unknown', now())
        """)
      let ben = try await ben(test)
      for patient in [child, others] { try await look(test, ben, at: patient) }
      _ = try await test.ask(paul, .patient(test.riverside.patient, by: paul, at: test.clock.now))
      let told = try await collapsed(test)
      #expect(told.map(\.child) == ["Léo"])
      // 2 March 2026: the eighteenth birthday is tomorrow.
      test.clock.advance(by: 86_400)
      #expect(try await collapsed(test).isEmpty)
    }
  }

  @Test("tells what the server did by itself, and of a record that went over to this one")
  func background() async throws {
    try await TestClinic.using { test in
      let (appointment, _) = try await test.bookedByPaul()
      try await test.own(
        """
        INSERT INTO audit_event (id, act, purpose, entity, at)
        VALUES (gen_random_uuid(), 'reminder-written', 'operation', '\(appointment)', now())
        """)
      let former = ID<Patient>(UUID())
      try await test.own(
        """
        INSERT INTO patient (id, family_name, given_name, birth_date, gender, created_at, retired_at, replaced_by)
        VALUES ('\(former)', 'Fletcher', 'P', '1980-01-01', 'unknown', now(), now(), '\(test.riverside.patient)')
        """)
      try await look(test, ben(test), at: former)
      let told = try await collapsed(test)
      #expect(Set(told.map(\.act)) == [.reminderWritten, .read])
      #expect(told.first { $0.act == .reminderWritten }?.who == .nobody)
    }
  }

  @Test("is read page by page, each event once, and nobody of another clinic is told")
  func pages() async throws {
    try await TestClinic.using { test in
      let ben = try #require(test.riverside.accounts[DemoCast.ben])
      func fill(_ from: Int, _ until: Int) async throws {
        try await test.own(
          """
          INSERT INTO audit_event (id, account_id, act, purpose, entity, at)
          SELECT md5('l' || n)::uuid, '\(ben)', 'read', 'front-desk', '\(test.riverside.patient)',
                 timestamptz '2026-03-01 12:00Z' - make_interval(mins => n)
            FROM generate_series(\(from), \(until)) AS n
          """)
      }
      try await fill(1, RecordLook.pageSize)
      #expect(try await looks(test).hasMore == false)
      try await fill(RecordLook.pageSize + 1, RecordLook.pageSize + 1)
      let first = try await looks(test)
      #expect(first.hasMore && first.events.count == RecordLook.pageSize)
      let second = try await looks(test, after: try #require(first.last))
      #expect(!second.hasMore && second.events.count == 1)
      #expect(Set((first.events + second.events).map(\.id)).count == RecordLook.pageSize + 1)
      let lucie = try await test.visitor(DemoCast.lucie, to: .ownRecord, access: .may(.seeOwnRecord))
      let foreign = try await test.ask(lucie, .ownRecordLooks(after: nil, at: test.clock.now))
      #expect(foreign.events.isEmpty)
    }
  }
}
