internal import CivilTime
internal import Clinic
internal import FoundationEssentials
internal import Postgres

extension DemoClinic {
  func insertPatients() throws -> SQL {
    let addresses = try patients.map { JSONB(utf8: Array(try JSONEncoder().encode($0.address))) }
    return """
      INSERT INTO patient (id, account_id, family_name, given_name, birth_date, gender, email, phone, address,
                           created_at)
      SELECT * FROM unnest(\(patients.map(\.id)), \(patients.map(\.account)), \(patients.map(\.familyName)),
                           \(patients.map(\.givenName)), \(patients.map { SQLDate($0.birthDate) }),
                           \(patients.map(\.gender.rawValue)), \(patients.map(\.email)),
                           \(patients.map(\.phone)), \(addresses), \(patients.map(\.createdAt)))
      """
  }

  var insertAppointments: SQL {
    let visits = appointments.map(\.visit)
    let prices = visits.map { services[$0.service].price }
    return """
      INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status,
                               reason, price_minor, currency, booked_by, booking_key, booked_at, cancellation_minutes)
      SELECT made.*, s.cancellation_minutes
        FROM unnest(\(appointments.map(\.id)), \(appointments.map { patients[$0.patient].id }),
                    \(visits.map { practitioners[$0.practitioner].id }),
                    \(visits.map { services[$0.service].id }),
                    \(visits.map(\.location.uuid)), \(visits.map(\.during)),
                    \(appointments.map(\.status.rawValue)), \(appointments.map(\.reason)),
                    \(prices.map(\.minorUnits)), \(prices.map(\.currency)),
                    \(appointments.map { patients[$0.patient].account }), \(appointments.map(\.key)),
                    \(appointments.map(\.bookedAt)))
             AS made (id, patient, practitioner, service)
        JOIN healthcare_service s ON s.id = made.service
      """
  }

  /// An appointment takes its practitioner, its room and its patient.
  var insertOccupancy: SQL {
    """
    INSERT INTO occupancy (id, resource_kind, resource_id, appointment_id, during, released_at)
    SELECT o.id, o.kind, o.resource, a.id, a.during, r.released_at
      FROM unnest(\(appointments.map(\.id)), \(appointments.map(\.releasedAt)),
                  \(appointments.map { $0.occupancies[0] }), \(appointments.map { $0.occupancies[1] }),
                  \(appointments.map { $0.occupancies[2] }))
           AS r (appointment, released_at, of_practitioner, of_location, of_patient)
      JOIN appointment a ON a.id = r.appointment,
           LATERAL (VALUES (r.of_practitioner, 'practitioner', a.practitioner_id),
                           (r.of_location, 'location', a.location_id),
                           (r.of_patient, 'patient', a.patient_id)) AS o (id, kind, resource)
    """
  }

  /// Its booking, and what became of it.
  var insertHistory: SQL {
    """
    INSERT INTO appointment_history (id, appointment_id, sequence, act, status, during, practitioner_id, location_id,
                                     account_id, at)
    SELECT id, id, 0, 'book', 'booked', during, practitioner_id, location_id, booked_by, booked_at FROM appointment
    UNION ALL
    SELECT booking_key, id, 0, last.act, status, during, practitioner_id, location_id, NULL, last.at
      FROM appointment a
      JOIN unnest(\(appointments.map(\.id)), \(appointments.map(\.releasedAt))) AS r (appointment, released_at)
           ON r.appointment = a.id,
           LATERAL (VALUES ('cancelled', 'cancel', r.released_at), ('arrived', 'arrive', lower(during)),
                           ('fulfilled', 'fulfil', upper(during)), ('noshow', 'miss', upper(during)))
                   AS last (state, act, at)
     WHERE last.state = status
    """
  }
}
