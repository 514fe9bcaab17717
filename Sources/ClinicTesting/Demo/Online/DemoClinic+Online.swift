internal import CivilTime
internal import Clinic
internal import FoundationEssentials
internal import Postgres

/// Services to which nobody comes, with who gives them, what is asked and agreed to, and two visits of Paul's: one that he can come
/// into now, and one soon.
extension DemoClinic {
  func insertOnline(at now: Date) -> [SQL] {
    guard !rules.online.isEmpty, let admin = accounts.first(where: { $0.member.role == .admin })?.id,
      let paul = patients.first(where: { one in
        one.account != nil && accounts.contains { $0.id == one.account && $0.member == DemoCast.paul }
      })?.id
    else { return [] }
    // The time of a visit is of whole five minutes.
    let minute = (now.timeIntervalSince1970 / 300).rounded(.down) * 300
    let start = Date(timeIntervalSince1970: minute + 600)
    return insertDietitian(at: now) + rules.online.flatMap { insert($0, admin, at: now) }
      + DemoConsent.telehealth.sorted { $0.key < $1.key }.map { language, text in
        """
        INSERT INTO consent_text (id, name, language, version, text, account_id, at, telehealth)
        VALUES (gen_random_uuid(), 'Telehealth', \(language), 1, \(text), \(admin), \(now), true)
        """
      }
      + visit(of: paul, "Telemedicine consultation", at: start, now)
      + visit(of: paul, "Diet counselling", at: start + 2 * 86_400, now)
  }

  /// She is in nobody's room, and the diary knows nothing of her: there is always time.
  private func insertDietitian(at now: Date) -> [SQL] {
    [
      """
      INSERT INTO practitioner (id, prefix, family_name, given_name, qualification, gender, languages, bio, created_at)
      VALUES (gen_random_uuid(), '', 'Marino', 'Sofia', 'RD, MSc Nutrition', 'female', \(["en", "it"]),
              'Sofia counsels by phone and video, also in the evening. She cooks what she recommends.', \(now))
      """,
      """
      INSERT INTO practitioner_specialty (practitioner_id, specialty_id)
      SELECT p.id, sp.id FROM practitioner p, specialty sp WHERE p.family_name = 'Marino' AND sp.name = 'General practice'
      """,
      """
      INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from)
      SELECT gen_random_uuid(), p.id, l.id, weekday, '08:00', '20:00', \(now)::date
        FROM practitioner p, location l, generate_series(1, 5) AS weekday
       WHERE p.family_name = 'Marino' AND l.name = 'Room 5'
      """,
    ]
  }

  private func insert(_ service: DemoOnlineService, _ admin: UUID, at now: Date) -> [SQL] {
    let questions = service.questions
    return [
      """
      INSERT INTO healthcare_service (id, specialty_id, name, description, duration_minutes, price_minor, currency, online,
                                      channel, category, preparation)
      SELECT gen_random_uuid(), sp.id, \(service.name), \(service.description), \(Int32(service.minutes)),
             \(service.price * 100), \(tenant.currency), true, \(service.channel), \(service.category),
             \(service.preparation)
        FROM specialty sp WHERE sp.name = \(service.specialty)
      """,
      """
      INSERT INTO practitioner_service (practitioner_id, service_id, position)
      SELECT p.id, s.id, 50 FROM practitioner p, healthcare_service s
       WHERE p.family_name = ANY (\(service.practitioners)) AND s.name = \(service.name)
      """,
      """
      INSERT INTO questionnaire (id, service_id, version, account_id, at)
      SELECT gen_random_uuid(), s.id, 1, \(admin), \(now) FROM healthcare_service s WHERE s.name = \(service.name)
      """,
      """
      INSERT INTO questionnaire_item (questionnaire_id, link_id, text, type, required, unit, options, enable_when,
                                      enable_answer)
      SELECT q.id, item.*
        FROM questionnaire q JOIN healthcare_service s ON s.id = q.service_id AND s.name = \(service.name),
             unnest(\(questions.map { Int32($0.number) }), \(questions.map(\.text)), \(questions.map(\.type)),
                    \(questions.map(\.isRequired)), \(questions.map(\.unit)), \(questions.map(\.options)),
                    \(questions.map { $0.when.map { Int32($0) } }), \(questions.map(\.answer))) AS item
      """,
    ]
  }

  /// With the first of those who give the service, by name, who has time then; with nobody, when the patient has none.
  private func visit(of patient: UUID, _ service: String, at start: Date, _ now: Date) -> [SQL] {
    [
      """
      WITH wanted AS (
        SELECT s.*, p.id AS practitioner_id, h.location_id,
               tstzrange(\(start), \(start) + make_interval(mins => s.duration_minutes)) AS during
          FROM healthcare_service s
          JOIN practitioner_service x ON x.service_id = s.id JOIN practitioner p ON p.id = x.practitioner_id
          JOIN LATERAL (SELECT location_id FROM availability a WHERE a.practitioner_id = p.id ORDER BY a.id LIMIT 1) h ON true
         WHERE s.name = \(service)
           AND NOT EXISTS (SELECT FROM occupancy o
                            WHERE o.resource_id IN (p.id, \(patient)) AND o.released_at IS NULL
                              AND o.during && tstzrange(\(start), \(start) + make_interval(mins => s.duration_minutes)))
         ORDER BY p.family_name LIMIT 1
      ), booked AS (
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                 currency, booked_by, booking_key, booked_at, cancellation_minutes, online)
        SELECT gen_random_uuid(), pt.id, practitioner_id, w.id, location_id, during, 'booked', price_minor, currency,
               pt.account_id, gen_random_uuid(), \(now - 86_400), cancellation_minutes, true
          FROM wanted w, patient pt WHERE pt.id = \(patient)
        RETURNING *
      ), occupied AS (
        INSERT INTO occupancy (id, resource_kind, resource_id, appointment_id, during)
        SELECT gen_random_uuid(), kind, resource, b.id, b.during
          FROM booked b, LATERAL (VALUES ('practitioner', b.practitioner_id), ('patient', b.patient_id)) AS o (kind, resource)
      )
      INSERT INTO appointment_history (id, appointment_id, sequence, act, status, during, practitioner_id, location_id,
                                       account_id, at)
      SELECT gen_random_uuid(), id, 0, 'book', 'booked', during, practitioner_id, location_id, booked_by, booked_at
        FROM booked
      """
    ]
  }
}
