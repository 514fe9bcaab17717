import ClinicTesting
import FoundationEssentials
import Logging
import Postgres
import Testing

@testable import Clinic

@Suite("What is over")
struct RetentionTests {
  /// 2026-03-05, 00:00 UTC.
  private static let over = Date(seconds: 1_772_668_800)

  /// Of each kind one that was over then, and one that is not.
  private func arrange(_ test: TestClinic) async throws {
    let (id, paul) = try await test.bookedByPaul()
    let waiting = try await test.waiting()
    try await test.giveUp(id, by: paul)
    try await test.clinic.doWhatIsDue()
    let offer = try #require(try await test.offer(to: waiting))
    try await test.clinic.declineWaitlistOffer(offer.id, by: waiting)
    let registry = TenantRegistry(
      connection: test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
    for email in ["ada@example.org", "eva@example.org"] {
      _ = try await registry.inviteAdministrator(
        (email, "Ada", "Okafor"), to: "riverside", at: test.clock.now)
    }
    let question: SQL =
      "INSERT INTO rebooking (id, appointment_id, was, token_hash, answer_until, state, why, created_at)"
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      [
        "UPDATE tenant SET wish_days = 60, ticket_days = 30, question_days = 30, invitation_days = 7",
        "UPDATE waitlist_entry SET state = 'withdrawn', until_day = '2026-03-05'",
        "UPDATE freed_time SET during = '[2026-03-04 23:00Z, 2026-03-05 00:00Z)', state = 'done'",
        "UPDATE invitation SET withdrawn_at = \(Self.over), expires_at = \(Self.over) WHERE email = 'ada@example.org'",
        "UPDATE invitation SET expires_at = '2027-01-01' WHERE email = 'eva@example.org'",
        """
        \(question) SELECT gen_random_uuid(), id, during, sha256('a'), \(Self.over), 'accepted', '', \(Self.over)
          FROM appointment
        """,
        """
        \(question) SELECT gen_random_uuid(), id, during, sha256('b'), \(Self.over), 'task', 'unanswered', \(Self.over)
          FROM appointment
        """, tickets(1, on: "2026-03-05"), feed("'2026-03-05'"), feed("NULL"),
        // Of a wish that is over somebody still thinks about a time; and one was made only after its last day.
        """
        INSERT INTO waitlist_entry (id, account_id, patient_id, service_id, until_day, state, created_at)
        SELECT gen_random_uuid(), account_id, patient_id, service_id, '2026-03-05', v.state, v.at
          FROM waitlist_entry, (VALUES ('offered', '2026-03-01'::timestamptz), ('withdrawn', '2026-03-06')) AS v (state, at)
        """,
        """
        INSERT INTO freed_time (id, practitioner_id, during, state)
        SELECT gen_random_uuid(), practitioner_id, during, v.state FROM freed_time, (VALUES ('offered'), ('new')) AS v (state)
        """,
        """
        INSERT INTO waitlist_offer (id, entry_id, freed_id, hold_hash, practitioner_id, during, answer_until, service_id, created_at)
        SELECT gen_random_uuid(), e.id, f.id, sha256('h'), f.practitioner_id, f.during, '2027-01-01', e.service_id, '2026-03-01'
          FROM waitlist_entry e, freed_time f WHERE e.state = 'offered' AND f.state = 'offered'
        """,
      ])
    _ = try await test.waiting()
  }

  private func tickets(_ count: Int32, on day: String) -> SQL {
    """
    INSERT INTO queue_ticket (id, place, day, number, service_id, minutes, due_at, state, created_at, ended_at)
    SELECT gen_random_uuid(), l.id, \(unsafe: "'\(day)'"), n, s.id, 10, now(), 'done', now(), now()
      FROM (SELECT id FROM location LIMIT 1) AS l, (SELECT id FROM healthcare_service LIMIT 1) AS s,
           generate_series(1, \(count)) AS n
    """
  }

  private func feed(_ revoked: String) -> SQL {
    """
    INSERT INTO calendar_feed (id, account_id, token_hash, created_at, revoked_at)
    SELECT gen_random_uuid(), id, sha256(\(unsafe: "coalesce(\(revoked), 'live')")::bytea), '2026-03-01', \(unsafe: revoked)
      FROM account ORDER BY id LIMIT 1
    """
  }

  @Test("is kept for as long as the clinic wants, to the second; what is not over stays")
  func retention() async throws {
    try await TestClinic.using { test in
      try await arrange(test)
      for (days, kinds) in [
        (7, [("invitation", 2, 1), ("calendar_feed", 2, 1)]),
        (30, [("queue_ticket", 1, 0), ("rebooking", 2, 1)]),
        (60, [("waitlist_entry", 4, 3), ("waitlist_offer", 2, 1), ("freed_time", 3, 1)]),
      ] {
        let last = Self.over + TimeInterval(days * 86_400)
        test.clock.set(last - 1)
        try await test.clinic.tidyUp()
        for (rows, count, _) in kinds { #expect(try await test.count(rows) == count, "\(rows)") }
        test.clock.set(last)
        try await test.clinic.tidyUp()
        for (rows, _, count) in kinds { #expect(try await test.count(rows) == count, "\(rows)") }
      }
      #expect(try await test.count("appointment") == 1)
    }
  }

  @Test("goes so many at a time")
  func batches() async throws {
    try await TestClinic.using { test in
      let count = Int32(Retention.batch + 1)
      _ = try await test.database.asOwner(of: test.riverside.id.uuid, [tickets(count, on: "2020-01-01")])
      for left in [1, 0] {
        try await test.clinic.tidyUp()
        #expect(try await test.count("queue_ticket") == left)
      }
    }
  }
}
