internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Questionnaire {
  /// The id of the version that is asked by now.
  ///
  /// - Parameter service: an expression.
  static func latest(of service: SQL) -> SQL {
    "SELECT q.id FROM questionnaire q WHERE q.service_id = \(service) ORDER BY q.version DESC LIMIT 1"
  }
}

extension IntakeProgress {
  /// Of appointment `a`, as two columns for `init(row:)`.
  static var columns: SQL {
    """
    EXISTS (SELECT FROM questionnaire_item i WHERE i.questionnaire_id = (\(Questionnaire.latest(of: "a.service_id")))),
    (SELECT response.status FROM questionnaire_response response WHERE response.appointment_id = a.id)
    """
  }

  init(row: inout Row) throws {
    let hasQuestions = try row.next(Bool.self)
    self.init(hasQuestions: hasQuestions, try row.next(String?.self).flatMap(Intake.State.init))
  }
}

extension Query<Intake?> {
  /// Of a visit of the visitor, or of a child of theirs.
  public static func myIntake(_ id: ID<Appointment>, at now: Date) -> Self {
    intake(id, where: Appointment.mine(for: .attend, at: now))
  }

  /// Of a visit in the signed-in practitioner's schedule. That its patient's record was looked at is noted beside.
  public static func intakeOfMyVisit(_ id: ID<Appointment>, by visitor: Visitor, at now: Date) -> Self {
    noted(id, where: Visiting.mine, by: visitor, at: now)
  }

  /// Of anybody's visit, for the front desk. That the patient's record was looked at is noted beside.
  public static func intakeAtDesk(_ id: ID<Appointment>, by visitor: Visitor, at now: Date) -> Self {
    noted(id, where: "true", by: visitor, at: now)
  }

  private static func noted(
    _ id: ID<Appointment>, where condition: SQL, by visitor: Visitor, at now: Date
  ) -> Self {
    intake(
      id, where: condition,
      before: """
        WITH noted AS (
          INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
          SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), a.patient_id,
                 \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
            FROM appointment a WHERE a.id = \(id) AND \(condition)
        )
        """)
  }

  /// Of two savings the second waits here, and then sees the first: what it reads is a statement of its own.
  static func myIntakeLocked(_ id: ID<Appointment>, at now: Date) -> Self {
    let intake = myIntake(id, at: now)
    let lock: SQL = "SELECT FROM appointment WHERE id = \(id) FOR NO KEY UPDATE"
    return Query([lock] + intake.statements, reads: { try intake.read($0.dropFirst()) })
  }

  /// What was answered keeps its questions, whatever is asked by now.
  private static func intake(
    _ id: ID<Appointment>, where condition: SQL, before: SQL = ""
  ) -> Self {
    Query(
      """
      \(before)
      SELECT a.id, a.during, a.status, s.name, p.prefix, p.given_name, p.family_name,
             concat_ws(' ', pt.given_name, pt.family_name), pt.birth_date::text,
             coalesce(pt.account_id = (SELECT current_account()), false),
             q.id, q.version,
             \(SQL.rows("i.link_id::text, i.text, i.type, i.required::text, i.unit, i.options, i.enable_when::text, i.enable_answer",
               from: "questionnaire_item i WHERE i.questionnaire_id = q.id", order: "i.link_id")),
             r.id, r.status, r.authored_at, r.answers, r.page, r.saving, a.patient_id, \(AllergyIntolerance.counting(of: "a.patient_id"))
        FROM appointment a
        JOIN healthcare_service s ON s.id = a.service_id
        JOIN practitioner p ON p.id = a.practitioner_id
        JOIN patient pt ON pt.id = a.patient_id
        LEFT JOIN questionnaire_response r ON r.appointment_id = a.id
        LEFT JOIN questionnaire q
          ON q.id = coalesce(r.questionnaire_id, (\(Questionnaire.latest(of: "a.service_id"))))
       WHERE a.id = \(id) AND \(condition)
      """, first: Intake.init(row:))
  }
}

extension Intake {
  init(row: inout Row) throws {
    appointment = try row.next()
    during = try row.next()
    status = Appointment.Status(rawValue: try row.next()) ?? .pending
    service = try row.next()
    practitionerName = try Practitioner.name(row.next(), row.next(), row.next())
    patientName = try row.next()
    birthDate = try row.next()
    isOwn = try row.next()
    let (id, version) = try (row.next(ID<Questionnaire>?.self), row.next(Int?.self))
    let items = try row.rows().map { try QuestionRow(stored: $0).item }
    questionnaire = id.flatMap { id in
      items.isEmpty ? nil : Questionnaire(id: id, version: version ?? 1, items: items)
    }
    let (response, state, authored) = try (
      row.next(ID<Response>?.self), row.next(String?.self).flatMap(State.init), row.next(Date?.self)
    )
    let (sealed, page, saving) = try (row.next([UInt8]?.self), row.next(UUID?.self), row.next(Int?.self))
    if let response, let state, let authored, let sealed, let page, let saving {
      self.response = Response(
        id: response, state: state, authored: authored, sealed: sealed, page: page, saving: saving)
    } else {
      self.response = nil
    }
    (patient, allergies) = try (row.next(), row.next())
  }
}
