public import CivilTime
public import Credentials
public import FoundationEssentials
internal import Postgres

extension Rebooking {
  fileprivate static func columns(at now: Date) -> SQL {
    """
    r.id, r.state, r.why, r.answer_until, r.was, r.proposed,
    concat_ws(' ', nullif(other.prefix, ''), other.given_name, other.family_name), coalesce(place.name, ''),
    coalesce(r.practitioner_id <> a.practitioner_id, false), \(Absentee.name(of: "r.stand_in")),
    a.id, a.during, a.status, a.sequence, a.service_id, s.name,
    concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name), l.name, pt.id,
    concat_ws(' ', pt.given_name, pt.family_name), pt.birth_date, pt.phone,
    coalesce(\(LetterReader.address(of: "pt", bookedBy: "a.booked_by", at: now)), ''),
    r.answers_request
    """
  }

  fileprivate static var joined: SQL {
    """
    rebooking r
    JOIN appointment a ON a.id = r.appointment_id
    JOIN healthcare_service s ON s.id = a.service_id
    JOIN practitioner p ON p.id = a.practitioner_id
    JOIN location l ON l.id = a.location_id
    JOIN patient pt ON pt.id = a.patient_id
    LEFT JOIN practitioner other ON other.id = r.practitioner_id
    LEFT JOIN location place ON place.id = r.location_id
    """
  }

  init(row: inout Row) throws {
    id = try row.next()
    guard let state = State(rawValue: try row.next()) else {
      throw StoredValueFault(column: "rebooking.state")
    }
    self.state = state
    why = Why(rawValue: try row.next())
    answerUntil = try row.next()
    was = try row.next()
    let proposed = try row.next(Range<Date>?.self)
    let (name, location, isOther) = try (
      row.next(String.self), row.next(String.self), row.next(Bool.self)
    )
    proposal = proposed.map {
      Proposal(during: $0, practitionerName: name, location: location, isOtherDoctor: isOther)
    }
    standIn = try row.next()
    visit = try Visit(
      id: row.next(), during: row.next(), status: Appointment.Status(rawValue: row.next()) ?? .pending,
      sequence: row.next(), service: row.next(), serviceName: row.next(), practitionerName: row.next(),
      location: row.next(), patient: row.next(), patientName: row.next(), birthDate: Day(sql: row.next()),
      phone: row.next(), email: row.next())
    answersRequest = try row.next()
  }

  /// Whether this time was proposed for what was asked for as appointment `a`, with practitioner `p`: the clinic has agreed.
  static func agrees(to time: Range<Date>) -> SQL {
    """
    EXISTS (SELECT FROM rebooking r
             WHERE r.appointment_id = a.id AND r.answers_request AND r.state IN ('open', 'task')
               AND r.proposed = \(time) AND r.practitioner_id = p.id)
    """
  }

  /// Whether nobody is asked about appointment `a`: who is, is not reminded of a time at which nobody may be there.
  static var isSettled: SQL {
    "NOT EXISTS (SELECT FROM rebooking r WHERE r.appointment_id = a.id AND r.state IN ('open', 'task'))"
  }

  /// Whether appointment `a` can't take place as booked, and nothing else is agreed yet.
  static var isInDoubt: SQL {
    """
    EXISTS (SELECT FROM rebooking r
             WHERE r.appointment_id = a.id AND r.state IN ('open', 'task') AND NOT r.answers_request)
    """
  }

  /// Whose link it is.
  static func of(_ link: Token) -> SQL { "r.token_hash = \(link.hash)" }

  /// The appointment of an unsettled one.
  static func appointment(where condition: SQL) -> SQL {
    "a.id = (SELECT r.appointment_id FROM rebooking r WHERE \(condition) AND r.state IN ('open', 'task'))"
  }
}

extension Query<RebookingChoice?> {
  /// What the holder of a letter's link is shown.
  public static func rebooking(of link: Token, by visitor: Visitor, at now: Date) -> Self {
    choice(Rebooking.of(link), for: visitor.holding(link.hash), at: now)
  }

  /// One that the front desk has to settle, or whose patient is still asked. That the patient's record was looked at is noted
  /// beside.
  public static func rebookingTask(_ id: ID<Rebooking>, by visitor: Visitor, at now: Date) -> Self {
    choice("r.id = \(id)", for: visitor.asNewBrowser, at: now, isSeenBy: visitor)
  }

  private static func choice(
    _ condition: SQL, for holder: Visitor, at now: Date, isSeenBy seen: Visitor? = nil
  ) -> Self {
    let doctor: SQL = """
      SELECT coalesce(r.practitioner_id, a.practitioner_id) FROM rebooking r JOIN appointment a ON a.id = r.appointment_id
       WHERE \(condition)
      """
    let service: SQL =
      "SELECT a.service_id FROM rebooking r JOIN appointment a ON a.id = r.appointment_id WHERE \(condition)"
    // The own hold's time is free to whoever holds it; to staff, to whom the patient says yes by telephone, too.
    let kept: SQL = """
      (o.hold_id IS NULL
       OR o.hold_id IS DISTINCT FROM (SELECT h.id FROM hold h JOIN rebooking r ON r.token_hash = h.browser_hash
                                       WHERE \(condition)))
      """
    let schedule: Query<Schedule> = .schedule(
      of: ScheduleScope(practitioners: doctor, services: service),
      between: now..<(now + TimeInterval(RebookingChoice.reach) * 86_400), at: now,
      "\(SQL.counts(for: holder, at: now)) AND \(kept)")
    let noted: SQL =
      seen.map { visitor in
        """
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), a.patient_id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM rebooking r JOIN appointment a ON a.id = r.appointment_id WHERE \(condition)
        """
      } ?? "SELECT"
    let statements: [SQL] = [
      "SELECT \(Rebooking.columns(at: now)) FROM \(Rebooking.joined) WHERE \(condition)",
      "SELECT \(Practitioner.columns) FROM practitioner p WHERE p.id = (\(doctor)) AND p.active",
      """
      SELECT \(HealthcareService.columns)
        FROM healthcare_service s JOIN specialty sp ON sp.id = s.specialty_id WHERE s.id = (\(service)) AND s.active
      """, noted,
    ]
    return Query(statements + schedule.statements) { rows in
      let first = rows.startIndex
      guard let rebooking = try rows[first].decode(Rebooking.init(row:)).first else { return nil }
      return RebookingChoice(
        rebooking: rebooking, practitioner: try rows[first + 1].decode(Practitioner.init(row:)).first,
        service: try rows[first + 2].decode(HealthcareService.init(row:)).first,
        schedule: try schedule.read(rows[(first + statements.count)...]))
    }
  }
}

extension Query<[Rebooking]> {
  /// What the front desk has to speak with patients about, the visit that was to be soonest first. That each patient's record
  /// was looked at is noted beside.
  public static func rebookingTasks(by visitor: Visitor, at now: Date) -> Self {
    list("r.state = 'task'", by: visitor, at: now)
  }

  /// All visits of an absence, in order of time.
  public static func rebookings(of absence: ID<Absence>, by visitor: Visitor, at now: Date) -> Self {
    list(
      """
      r.absence_id = (SELECT b.id FROM absence b JOIN \(Absentee.all) AS x ON x.id = \(Absence.absentee("b"))
                       WHERE b.id = \(absence) AND \(Absentee.mayBeEntered))
      """, by: visitor, at: now)
  }

  private static func list(_ condition: SQL, by visitor: Visitor, at now: Date) -> Self {
    Query([
      """
      SELECT \(Rebooking.columns(at: now)) FROM \(Rebooking.joined)
       WHERE \(condition) ORDER BY lower(r.was), r.id LIMIT 500
      """,
      """
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM (SELECT DISTINCT a.patient_id FROM rebooking r JOIN appointment a ON a.id = r.appointment_id
               WHERE \(condition)) AS patients
      """,
    ]) { rows in try rows[rows.startIndex].decode(Rebooking.init(row:)) }
  }
}
