import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// What is sealed is bound to its place: whoever writes to the database can't have one row opened as another.
@Suite("A sealed value")
struct SealedRowsTests {
  /// Every column of bytes, and what keeps it: a new one has to be thought about.
  static let columns = [
    "account.totp_seed": "sealed", "account.totp_pending": "unused", "session.totp_pending": "sealed",
    "outbox_message.secret": "sealed", "document_reference.content_key": "sealed",
    "document_upload.content_key": "sealed", "coverage.subscriber_id": "sealed",
    "questionnaire_response.answers": "sealed", "patient_import.lines_key": "sealed",
    "composition_section.text": "sealed",
    "medication_request.content": "sealed",
    "allergy_intolerance.content": "sealed",
    "condition.content": "sealed", "medication_statement.content": "sealed",
    "diagnostic_report.content": "sealed", "observation.content": "sealed",
    "conversation.topic": "sealed", "communication.payload": "sealed",
    "communication_draft.payload": "sealed", "data_archive.content_key": "sealed",
    "unsent_form.content": "sealed",
    "session.token_hash": "hash", "registration.visit_hash": "hash", "known_device.token_hash": "hash",
    "password_reset.token_hash": "hash", "invitation.token_hash": "hash", "hold.browser_hash": "hash",
    "calendar_feed.token_hash": "hash", "waiting_room.display_hash": "hash", "rebooking.token_hash": "hash",
    "waitlist_offer.hold_hash": "hash", "passkey.credential_id": "public", "passkey.public_key": "public",
    "spent_challenge.challenge": "spent", "audit_seal.signature": "public", "audit_seal.leaves": "hash",
    "tenant_deletion.signature": "public", "erasure_request.signature": "public",
    "erasure_request.link_hash": "hash",
    "import_file.contents": "a list of the clinic's own, for a day",
  ]

  @Test("lies in a column that is known to be one")
  func known() async throws {
    try await TestDatabase.using { database in
      let found = try await database.asSuperuser(
        """
        SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'bytea'::regtype
        """
      ).decode { row in try row.next(String.self) }
      #expect(Set(found) == Set(Self.columns.keys))
    }
  }

  @Test(
    "of somebody else's authenticator opens nowhere, whether of the clinic or of another",
    arguments: [DemoCast.amira, DemoCast.lucie])
  func seeds(other: DemoAccount) async throws {
    try await TestClinic.using { test in
      try await swap("totp_seed", of: "account", where: "email", DemoCast.paul.email, other.email, in: test)
      let half = try await test.passedPassword(DemoCast.paul)
      for code in [DemoCast.paul, other].map({ $0.totpCode(at: test.clock.now) }) {
        let typed = try #require(SixDigitCode(typed: code))
        await #expect(throws: SecretFault.notAuthentic) {
          try await test.clinic.passSecondFactor(typed, by: half)
        }
      }
      try await swap("totp_seed", of: "account", where: "email", DemoCast.paul.email, other.email, in: test)
      _ = try await test.signedIn(DemoCast.paul)
    }
  }

  @Test("of an authenticator that is being set up is its account's, in whose browser ever")
  func pendingSeeds() async throws {
    try await TestClinic.using { test in
      _ = try await test.database.asSuperuser("UPDATE account SET totp_seed = NULL")
      let paul = try await test.passedPassword(DemoCast.paul, .step(.enrolling))
      let amira = try await test.passedPassword(DemoCast.amira, .step(.enrolling))
      let key = try await test.clinic.enrolment(by: paul).1.key
      _ = try await test.clinic.enrolment(by: amira)
      _ = try await test.database.asSuperuser(
        """
        UPDATE session SET totp_pending = (SELECT totp_pending FROM session WHERE token_hash = \(paul.tokenHash))
         WHERE token_hash = \(amira.tokenHash)
        """)
      let seed = try #require(Base32.decode(key))
      let code = try #require(SixDigitCode(typed: TOTP(secret: seed).code(at: test.clock.now)))
      await #expect(throws: SecretFault.notAuthentic) { try await test.clinic.enrol(code, by: amira) }
    }
  }

  @Test(
    "of a letter opens in no other letter, whether of the clinic or of another",
    arguments: [DemoCast.amira, DemoCast.lucie])
  func letters(other: DemoAccount) async throws {
    try await TestClinic.using { test in
      let (paul, second) = (DemoCast.paul, other)
      for account in [paul, second] {
        let tenant = account.tenant == "riverside" ? test.riverside : test.hilltop
        try await test.clinic.forgotPassword(
          of: account.email, language: "en",
          by: test.visitor(Token(from: .system), at: tenant, to: .signIn, access: .anyone))
      }
      let reader = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
      #expect(try await test.clinic.mailbox(by: reader).messages.allSatisfy { $0.secret != nil })
      try await swap("secret", of: "outbox_message", where: "recipient", paul.email, second.email, in: test)
      await #expect(throws: SecretFault.notAuthentic) { try await test.clinic.mailbox(by: reader) }
    }
  }

  private func swap(
    _ column: String, of table: String, where key: String, _ first: String, _ second: String,
    in test: TestClinic
  ) async throws {
    _ = try await test.database.asSuperuser(
      """
      UPDATE \(unsafe: table) AS t SET \(unsafe: column) = other.\(unsafe: column) FROM \(unsafe: table) AS other
       WHERE t.\(unsafe: key) IN (\(first), \(second)) AND other.\(unsafe: key) IN (\(first), \(second))
         AND t.\(unsafe: key) <> other.\(unsafe: key)
      """)
  }
}
