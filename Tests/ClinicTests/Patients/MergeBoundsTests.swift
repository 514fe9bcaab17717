import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// What happens to two records beside their being put together and taken apart.
@Suite("Two records that become one")
struct MergeBoundsTests {
  @Test("wait for whoever is changing either, who is heard")
  func changing() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      let seen = try await pair.seen()
      let other = try await test.another(
        "UPDATE patient SET phone = '1' WHERE id = \(pair.gone.uuid)", staysFor: 1)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await pair.merge(test.clinic.newID(), taking: [], account: false, seen: seen)
      }
      try await other.value
    }
  }

  @Test("are not put together by who has not seen that an account has changed")
  func account() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      let seen = try await pair.seen()
      try await pair.run(
        "UPDATE account SET email = 'new@mail.example' WHERE id = (SELECT account_id FROM patient WHERE id = '\(pair.gone)')"
      )
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await pair.merge(test.clinic.newID(), taking: [], account: false, seen: seen)
      }
    }
  }

  @Test("wait for whoever is booking for either, and the visit goes over")
  func booking() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      let seen = try await pair.seen()
      let other = try await test.another(
        """
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                 currency, booking_key, booked_at)
        SELECT gen_random_uuid(), \(pair.gone.uuid), practitioner_id, service_id, location_id,
               '[2026-05-04 09:00Z, 2026-05-04 09:20Z)', 'booked', 0, 'GBP', gen_random_uuid(), now()
          FROM appointment LIMIT 1
        """, staysFor: 1)
      try await pair.merge(test.clinic.newID(), taking: [], account: false, seen: seen)
      try await other.value
      #expect(try await pair.owner(of: "appointment") == [pair.kept, pair.kept, pair.kept])
    }
  }

  @Test("wait before they are taken apart, and are not when the kept one went over to a third meanwhile")
  func undoing() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      let third = try await test.patient(named: "Thea Third", at: test.riverside)
      let merge: ID<PatientMerge> = test.clinic.newID()
      try await pair.merge(merge, taking: [], account: false)
      try await pair.run("UPDATE patient SET account_id = NULL WHERE id = '\(pair.kept)'")
      let other = try await test.another(
        "UPDATE patient SET retired_at = now(), replaced_by = \(third.uuid) WHERE id = \(pair.kept.uuid)",
        staysFor: 1)
      await #expect(throws: Refusal.conflict(.notMergeable)) {
        try await test.clinic.undo(merge, by: pair.dana)
      }
      try await other.value
    }
  }

  private static let related = """
    INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
    SELECT gen_random_uuid(), p.id, a.id, 'parent', '2026-03-01' FROM patient p, account a
    """

  @Test("bring along their parents, children, wishes and numbers of the queue, and take them away again")
  func belongings() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      try await pair.run(
        "\(Self.related) WHERE p.id = '\(pair.gone)' AND a.email = '\(DemoCast.paul.email)'")
      try await pair.run(
        """
        INSERT INTO queue_ticket (id, place, day, number, patient_id, service_id, minutes, due_at, state, created_at, ended_at)
        SELECT gen_random_uuid(), l.id, '2026-03-02', 1, '\(pair.gone)', s.id, 10, now(), 'done', now(), now()
          FROM (SELECT id FROM location LIMIT 1) AS l, (SELECT id FROM healthcare_service LIMIT 1) AS s
        """)
      let before = try await pair.everything()
      let merge: ID<PatientMerge> = test.clinic.newID()
      try await pair.merge(merge, taking: [], account: false)
      let account = try await pair.texts("SELECT account_id::text FROM patient WHERE id = '\(pair.kept)'")
      let related =
        "related_person r JOIN patient p ON p.id = r.patient_id JOIN account a ON a.id = r.account_id"
      #expect(
        try await pair.texts("SELECT a.id::text FROM \(related) WHERE p.family_name = 'Child'") == account)
      #expect(
        try await pair.texts("SELECT p.id::text FROM \(related) WHERE a.email = '\(DemoCast.paul.email)'")
          == [pair.kept.description])
      #expect(try await pair.texts("SELECT account_id::text FROM waitlist_entry") == account)
      #expect(try await pair.owner(of: "queue_ticket") == [pair.kept])
      try await test.clinic.undo(merge, by: pair.dana)
      #expect(try await pair.everything() == before)
    }
  }

  @Test("of one parent, and parents of one child, are so once, and twice again when they are taken apart")
  func family() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      // The other one's child is theirs, too; and both are Paul's.
      try await pair.run(
        "\(Self.related), patient own WHERE p.family_name = 'Child' AND a.id = own.account_id AND own.id = '\(pair.kept)'"
      )
      try await pair.run(
        "\(Self.related) WHERE p.id IN ('\(pair.kept)', '\(pair.gone)') AND a.email = '\(DemoCast.paul.email)'"
      )
      let before = try await pair.everything()
      let merge: ID<PatientMerge> = test.clinic.newID()
      try await pair.merge(merge, taking: [], account: false)
      let theirs = "SELECT count(*)::text FROM related_person r WHERE r.patient_id = '\(pair.kept)'"
      #expect(try await pair.texts(theirs) == ["1"])
      try await test.clinic.undo(merge, by: pair.dana)
      #expect(try await pair.everything() == before)
    }
  }

  @Test("give back neither a way in that was shut since, nor what was put elsewhere")
  func since() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      let third = try await test.patient(named: "Thea Third", at: test.riverside)
      let visit = try #require(
        try await pair.texts("SELECT id::text FROM appointment WHERE patient_id = '\(pair.gone)'").first)
      let merge: ID<PatientMerge> = test.clinic.newID()
      try await pair.merge(merge, taking: [], account: true)
      let shut = "SELECT count(*)::text FROM account WHERE disabled_at IS NOT NULL"
      #expect(try await pair.texts(shut) == ["1"])
      // An administrator has opened it, and shut it for a reason of their own.
      try await pair.run("UPDATE account SET disabled_at = '2026-03-03' WHERE disabled_at IS NOT NULL")
      try await pair.run("UPDATE appointment SET patient_id = '\(third)' WHERE id = '\(visit)'")
      try await test.clinic.undo(merge, by: pair.dana)
      #expect(try await pair.texts(shut) == ["1"])
      #expect(
        try await pair.texts("SELECT patient_id::text FROM appointment WHERE id = '\(visit)'")
          == [third.description])
    }
  }

  @Test("are noted as looked at when they are compared, and end the sessions of the way in that is shut")
  func noted() async throws {
    try await TestClinic.using { test in
      let pair = try await Pair(test)
      _ = try await pair.seen()
      let read = "audit_event WHERE act = 'read' AND entity IN ('\(pair.kept)', '\(pair.gone)')"
      #expect(try await test.count(read) == 2)
      let sessions = try await test.count("session")
      try await pair.merge(test.clinic.newID(), taking: [], account: false)
      #expect(try await test.count("session") == sessions - 1)
      #expect(try await test.count("audit_event WHERE act = 'patients-merged'") == 1)
    }
  }
}
