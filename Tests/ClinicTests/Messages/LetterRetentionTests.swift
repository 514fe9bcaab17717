import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What old letters said")
struct LetterRetentionTests {
  @Test("is kept for as long as the clinic wants, to the second, and not while they still have to leave")
  func retention() async throws {
    try await TestClinic.using { test in
      let riverside = test.riverside.id.uuid
      let offers = try await test.offers()
      for offer in offers.prefix(3) {
        try await test.book(offer, by: test.visitor(DemoCast.paul, to: .booking))
      }
      _ = try await test.database.asOwner(
        of: riverside,
        [
          "UPDATE tenant SET letter_days = 30 WHERE slug = 'riverside'",
          """
          UPDATE outbox_message m SET state = s.state, sent_at = CASE WHEN s.state = 'sent' THEN now() END, secret = 'link'
            FROM (SELECT id, (ARRAY['sent', 'failed', 'queued'])[row_number() OVER (ORDER BY id)] AS state
                    FROM outbox_message) AS s WHERE s.id = m.id
          """,
        ])
      func letters() async throws -> [String] {
        try await test.database.asOwner(
          of: riverside,
          [
            """
            SELECT state || CASE WHEN recipient = '' AND payload = '{}' AND secret IS NULL THEN ' empty' ELSE ' full' END
              FROM outbox_message ORDER BY id
            """
          ])[0].decode { row in try row.next(String.self) }
      }
      test.clock.advance(by: 30 * 86_400 - 1)
      try await test.clinic.tidyUp()
      #expect(try await letters() == ["sent full", "failed full", "queued full"])
      test.clock.advance(by: 1)
      try await test.clinic.tidyUp()
      // A failed letter that says nothing any more is nobody's task.
      #expect(try await letters() == ["sent empty", "settled empty", "queued full"])
    }
  }
}
