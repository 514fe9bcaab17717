import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Two records of one patient")
struct PatientMergeTests {
  @Test("every table that names a patient is known: its rows go over, or it is said why not")
  func everyTable() async throws {
    try await TestDatabase.using { database in
      let tables = try await database.asSuperuser(
        """
        SELECT DISTINCT conrelid::regclass::text FROM pg_constraint
         WHERE contype = 'f' AND confrelid = 'patient'::regclass
        """
      ).decode { row in try row.next(String.self) }
      // (Times that are taken name resources of many kinds, so nothing refers to a patient there.)
      let known = PatientMerge.moved.map(\.table).filter { $0 != "occupancy" } + PatientMerge.staying.keys
      #expect(Set(tables) == Set(known))
    }
  }

  @Test("become one with all that belongs to them, and two again as they were")
  func thereAndBack() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      let before = try await pair.everything()
      let merge: ID<PatientMerge> = test.clinic.newID()
      try await pair.merge(merge, taking: [.name, .phone], account: true)
      #expect(try await pair.owner(of: "appointment") == [pair.kept, pair.kept])
      #expect(try await pair.owner(of: "waitlist_entry") == [pair.kept])
      #expect(
        try await pair.texts(
          "SELECT DISTINCT resource_id::text FROM occupancy WHERE resource_kind = 'patient'")
          == [pair.kept.description])
      #expect(
        try await pair.texts("SELECT family_name || phone || gender FROM patient WHERE id = '\(pair.kept)'")
          == ["Newcomer2+44 7700 900222unknown"])
      #expect(
        try await pair.texts("SELECT replaced_by::text FROM patient WHERE retired_at IS NOT NULL")
          == [pair.kept.description])
      // The one who goes signs in to the kept record; the other account is shut.
      #expect(try await pair.nameOfVisitor(pair.goneVisitor) != nil)
      #expect(try await pair.nameOfVisitor(pair.keptVisitor) == nil)
      // Twice is once.
      try await pair.merge(merge, taking: [.name, .phone], account: true)
      try await test.clinic.undo(merge, by: pair.dana)
      try await test.clinic.undo(merge, by: pair.dana)
      #expect(try await test.count("audit_event WHERE act = 'patients-unmerged'") == 1)
      #expect(try await pair.everything() == before)
    }
  }

  @Test("that are taken apart keep what is new and what was changed since")
  func changedSince() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      let merge: ID<PatientMerge> = test.clinic.newID()
      try await pair.merge(merge, taking: [.name, .phone], account: false)
      try await pair.run("UPDATE patient SET phone = '+44 7700 900999' WHERE id = '\(pair.kept)'")
      try await pair.book(by: pair.keptVisitor)
      try await test.clinic.undo(merge, by: pair.dana)
      #expect(
        try await pair.texts("SELECT family_name || phone FROM patient WHERE id = '\(pair.kept)'")
          == ["Newcomer1+44 7700 900999"])
      #expect(try await pair.owner(of: "appointment") == [pair.kept, pair.gone, pair.kept])
    }
  }

  @Test("stay two where both have a visit at one time, where one has changed, or where one is out of use")
  func refused() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      let seen = try await pair.seen()
      try await pair.run("UPDATE patient SET phone = '1' WHERE id = '\(pair.gone)'")
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await pair.merge(test.clinic.newID(), taking: [], account: false, seen: seen)
      }
      try await pair.bookAtOnce()
      await #expect(throws: Refusal.conflict(.visitsOverlap)) {
        try await pair.merge(test.clinic.newID(), taking: [], account: false)
      }
      try await pair.run("UPDATE occupancy SET released_at = now() WHERE resource_kind = 'patient'")
      try await pair.run("UPDATE patient SET retired_at = now() WHERE id = '\(pair.gone)'")
      await #expect(throws: Refusal.conflict(.notMergeable)) {
        try await pair.merge(test.clinic.newID(), taking: [], account: false)
      }
      await #expect(throws: Refusal.conflict(.notMergeable)) {
        let itself = NewPatientMerge(
          kept: pair.kept, gone: pair.kept, taken: [], takesAccount: false, seen: "")
        try await test.clinic.merge(itself, test.clinic.newID(), by: pair.dana)
      }
    }
  }

  @Test("where one account is closed, leave the other; and are not brought back by half")
  func closedAccount() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      try await pair.run(
        """
        UPDATE account SET closed_at = now(), disabled_at = now()
         WHERE id = (SELECT account_id FROM patient WHERE id = '\(pair.kept)')
        """)
      let merge: ID<PatientMerge> = test.clinic.newID()
      try await pair.merge(merge, taking: [], account: false)
      #expect(try await pair.nameOfVisitor(pair.goneVisitor) != nil)
      #expect(
        try await pair.texts(
          """
          SELECT (a.closed_at IS NULL)::text FROM patient p JOIN account a ON a.id = p.account_id WHERE p.id = '\(pair.kept)'
          """) == ["true"])
      await #expect(throws: Refusal.conflict(.notMergeable)) {
        try await test.clinic.reinstate(pair.gone, by: pair.dana)
      }
      try await test.clinic.undo(merge, by: pair.dana)
      #expect(try await pair.texts("SELECT id::text FROM patient WHERE retired_at IS NOT NULL").isEmpty)
    }
  }

  @Test("of three, the last that went over comes back first")
  func chain() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      let third = try await test.patient(named: "Thea Third", at: test.riverside)
      let (first, second): (ID<PatientMerge>, ID<PatientMerge>) = (test.clinic.newID(), test.clinic.newID())
      try await pair.merge(first, taking: [], account: false)
      let seen = try await test.clinic.ask(
        pair.dana, .mergeSides(third, pair.kept, by: pair.dana, at: test.clock.now)
      ).answer.edition
      try await test.clinic.merge(
        NewPatientMerge(kept: third, gone: pair.kept, taken: [], takesAccount: false, seen: seen), second,
        by: pair.dana)
      #expect(Set(try await pair.owner(of: "appointment")) == [third])
      await #expect(throws: Refusal.conflict(.notMergeable)) {
        try await test.clinic.undo(first, by: pair.dana)
      }
      try await test.clinic.undo(second, by: pair.dana)
      try await test.clinic.undo(first, by: pair.dana)
      #expect(try await pair.owner(of: "appointment") == [pair.kept, pair.gone])
    }
  }
}
