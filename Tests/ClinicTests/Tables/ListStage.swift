import ClinicTesting
import FoundationEssentials
import Postgres

@testable import Clinic

/// Riverside with rows in every list: of each value of each filter some, and some that have another.
struct ListStage {
  let test: TestClinic

  init(_ test: TestClinic) async throws {
    self.test = test
    try await test.crowd(visits: 200, patients: 12, at: test.riverside)
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      Self.visits + Self.people + Self.emergencies + Self.invoices + Self.letters + Self.kept(test.riverside))
  }

  /// The ids that a query of Riverside's rows answers.
  func ids(_ rows: String) async throws -> Set<UUID> {
    Set(
      try await test.database.asOwner(of: test.riverside.id.uuid, ["SELECT id FROM \(unsafe: rows)"])[0]
        .decode { row in try row.next(UUID.self) })
  }

  private static func visit(_ number: Int, _ change: String) -> SQL {
    "UPDATE appointment SET \(unsafe: change) WHERE id = md5(\("crowd v\(number)"))::uuid"
  }

  private static var visits: [SQL] {
    [
      visit(1, "online = true"), visit(2, "during = '[2026-03-01 23:40Z, 2026-03-02 00:00Z)'"),
      visit(3, "during = '[2026-03-03 00:00Z, 2026-03-03 00:20Z)'"),
      // Begun before anybody had come: that is no waiting.
      visit(4, "arrived_at = ends_at, started_at = starts_at"),
      visit(161, "status = 'arrived', arrived_at = starts_at"),
      visit(162, "status = 'arrived', arrived_at = starts_at, started_at = ends_at"),
      """
      INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor, currency,
                               booking_key, booked_at)
      SELECT gen_random_uuid(), patient_id, practitioner_id, service_id, location_id, during, 'proposed', price_minor, currency,
             booking_key, booked_at
        FROM appointment WHERE id = md5('crowd v163')::uuid
      """,
      "UPDATE location SET part_of = md5('crowd r3')::uuid WHERE id IN (md5('crowd r1')::uuid, md5('crowd r2')::uuid)",
    ]
  }

  private static let emergencies: [SQL] = [
    """
    INSERT INTO emergency_access (id, account_id, patient_id, reason, opened_at, ends_at, reviewed_by, reviewed_at, verdict)
    SELECT gen_random_uuid(), a.id, md5('crowd' || n)::uuid, 'Found on the street', opened::timestamptz,
           opened::timestamptz + interval '1 hour', r.id, CASE WHEN r.id IS NOT NULL THEN now() END, verdict
      FROM (VALUES ('Amira Haddad', 1, '2026-03-01 12:00Z', NULL, NULL),
                   ('Amira Haddad', 3, '2026-03-02 06:00Z', 'Dana Whitfield', 'justified'),
                   ('Dana Whitfield', 3, '2026-03-03 09:00Z', 'Ben Carter', 'unjustified'))
           AS row (name, n, opened, reviewer, verdict)
      JOIN account a ON a.display_name LIKE '%' || name LEFT JOIN account r ON r.display_name = reviewer
    """
  ]

  private static let people: [SQL] = [
    "UPDATE patient SET retired_at = now() WHERE id = md5('crowd5')::uuid",
    "UPDATE patient SET birth_date = '2010-01-01' WHERE id = md5('crowd6')::uuid",
    "UPDATE account SET disabled_at = now() WHERE display_name = 'Ben Carter'",
    """
    INSERT INTO account (id, email, password_hash, role, display_name, created_at, disabled_at, closed_at)
    VALUES (gen_random_uuid(), 'gone@mail.example', '', 'admin', 'Gerda Gone', now(), now(), now())
    """,
    """
    INSERT INTO invitation (id, email, role, given_name, family_name, language, token_hash, created_at, sent_at, expires_at,
                            accepted_at, withdrawn_at)
    SELECT gen_random_uuid(), name || '@mail.example', role, name, 'Invited', 'en', sha256(name::bytea), now(), now(), expires,
           accepted, withdrawn
      FROM (VALUES ('ada', 'admin', '2026-03-09'::timestamptz, NULL::timestamptz, NULL::timestamptz),
                   ('bea', 'practitioner', '2026-03-02 07:00Z', NULL, NULL), ('cleo', 'front-desk', '2026-03-09', NULL, NULL),
                   ('dora', 'patient', '2026-03-02 07:00:01Z', NULL, NULL), ('eva', 'admin', '2026-03-09', now(), NULL),
                   ('fay', 'admin', '2026-03-09', NULL, now())) AS i (name, role, expires, accepted, withdrawn)
    """,
    """
    INSERT INTO audit_event (id, act, purpose, at)
    SELECT gen_random_uuid(), act, 'sign-in', at
      FROM (VALUES ('password-refused', '2026-03-02 06:00Z'::timestamptz), ('second-factor-refused', '2026-03-01 06:00Z'),
                   ('passkey-refused', '2026-02-20 06:00Z'), ('password-accepted', '2026-03-02 06:00Z')) AS e (act, at)
    """,
  ]

  private static let letters: [SQL] = [
    """
    INSERT INTO outbox_message (id, kind, language, recipient, payload, state, sent_at, due_at, created_at)
    SELECT gen_random_uuid(), kind, 'en', state || '@mail.example', '{}', state, CASE WHEN state = 'sent' THEN at END, at, at
      FROM (VALUES ('invitation', 'queued', '2026-03-02 06:00Z'::timestamptz), ('invitation', 'sent', '2026-03-01 06:00Z'),
                   ('appointment-booked', 'failed', '2026-02-25 12:00Z'), ('invitation', 'settled', '2026-02-20 12:00Z'),
                   ('invitation', 'dropped', '2026-02-20 12:00Z'), ('invitation', 'withheld', '2026-02-20 12:00Z')) AS m (kind, state, at)
    """
  ]

  private static func kept(_ tenant: TestTenant) -> [SQL] {
    let (one, other) = (tenant.services[0], tenant.services[1])
    return [
      "INSERT INTO specialty (id, name, active) VALUES (md5('old')::uuid, 'Old science', false)",
      """
      INSERT INTO healthcare_service (id, specialty_id, name, duration_minutes, price_minor, currency, active)
      VALUES (gen_random_uuid(), md5('old')::uuid, 'Cupping', 20, 0, 'GBP', false)
      """,
      "UPDATE location SET active = false, kind = 'attic' WHERE id = md5('crowd r9')::uuid",
      """
      INSERT INTO device (id, name, kind, active)
      VALUES (gen_random_uuid(), 'Laser', 'light', true), (gen_random_uuid(), 'Lamp', 'light', false)
      """,
      "INSERT INTO holiday (day, name) VALUES ('2026-04-03', 'Good Friday'), ('2026-04-05', 'Easter'), ('2026-04-06', 'Monday')",
      "UPDATE practitioner SET active = false WHERE id = md5('crowd d9')::uuid",
      "INSERT INTO practitioner_specialty (practitioner_id, specialty_id) VALUES (md5('crowd d8')::uuid, md5('old')::uuid)",
      """
      INSERT INTO waitlist_entry (id, account_id, patient_id, specialty_id, service_id, practitioner_id, until_day, state,
                                  created_at)
      SELECT gen_random_uuid(), (SELECT id FROM account WHERE role = 'patient' ORDER BY id LIMIT 1), md5(patient)::uuid,
             specialty, service, doctor, until, state, now()
        FROM (VALUES ('crowd1', 'waiting', '2026-06-01'::date, md5('old')::uuid, NULL::uuid, NULL::uuid),
                     ('crowd2', 'waiting', '2026-03-02', NULL, \(one)::uuid, NULL), ('crowd2', 'waiting', '2026-03-01', NULL, \(one), NULL),
                     ('crowd2', 'offered', '2026-06-01', NULL, \(other), NULL),
                     ('crowd2', 'filled', '2026-06-01', NULL, NULL, md5('crowd d8')::uuid),
                     ('crowd2', 'withdrawn', '2026-06-01', NULL, \(other), NULL)) AS w (patient, state, until, specialty, service, doctor)
      """,
    ]
  }
}
