public import CivilTime
public import FoundationEssentials
internal import Postgres

/// All that has to be known to find times for the visits of a doctor who is away.
public struct RebookingMatter: Sendable {
  public let visits: [AffectedVisit]
  /// Whom the visitor may enter it for, by name; nil for nobody.
  public let practitioner: String?
  let services: [ID<HealthcareService>: HealthcareService]
  /// Who gives each.
  let givers: [ID<HealthcareService>: [ID<Practitioner>]]
  let schedule: Schedule
  let patients: [ID<Patient>: [PatientTime]]

  /// Seconds after the last day of the absence up to which times are looked for.
  static let reach: TimeInterval = 42 * 86_400

  /// The times that would be proposed.
  public func plan(_ absent: NewAbsence, zone: TimeZoneRules, at now: Date) -> RebookingPlan {
    RebookingPlan(for: visits, of: absent, self, zone: zone, at: now)
  }
}

extension Query<RebookingMatter> {
  /// What an absence would move, in one round trip. That each patient's record was looked at is noted beside.
  public static func rebookingMatter(
    _ absent: NewAbsence, _ times: [Range<Date>], by visitor: Visitor, at now: Date
  ) -> Self {
    matter(absent, times, by: visitor, at: now, isLocked: false)
  }

  /// - Parameter isLocked: whoever acts on one of the visits waits until this transaction is over.
  static func matter(
    _ absent: NewAbsence, _ times: [Range<Date>], by visitor: Visitor, at now: Date, isLocked: Bool
  ) -> Self {
    let affected = Absence.affecting(absent.practitioner, times, at: now)
    let services: SQL = "SELECT a.service_id FROM appointment a WHERE \(affected)"
    let until = max(now, times.last?.upperBound ?? now) + RebookingMatter.reach
    let schedule: Query<Schedule> = .schedule(
      of: ScheduleScope(
        practitioners: """
          SELECT \(absent.practitioner)::uuid UNION
          SELECT ps.practitioner_id FROM practitioner_service ps JOIN practitioner p ON p.id = ps.practitioner_id
           WHERE ps.service_id IN (\(services)) AND p.active AND p.kind = ''
          """, services: services),
      between: now..<until, for: visitor.asNewBrowser, at: now)
    let seen: SQL =
      isLocked
      ? "FOR UPDATE OF a"
      : ""
    let noted: SQL =
      isLocked
      ? "SELECT"
      : """
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM (SELECT DISTINCT a.patient_id FROM appointment a WHERE \(affected)) AS patients
      """
    let statements: [SQL] = [
      """
      SELECT a.id, a.during, a.patient_id, concat_ws(' ', pt.given_name, pt.family_name),
             coalesce(nullif(pt.preferred_name, ''), pt.given_name), a.service_id, s.name, \(Patient.address)
        FROM appointment a
        JOIN patient pt ON pt.id = a.patient_id
        JOIN healthcare_service s ON s.id = a.service_id
       WHERE \(affected)
       ORDER BY a.starts_at, a.id
       \(seen)
      """,
      """
      SELECT \(HealthcareService.columns)
        FROM healthcare_service s JOIN specialty sp ON sp.id = s.specialty_id
       WHERE s.id IN (\(services))
      """,
      """
      SELECT ps.service_id, p.id FROM practitioner_service ps JOIN practitioner p ON p.id = ps.practitioner_id
       WHERE ps.service_id IN (\(services)) AND p.active AND p.kind = '' ORDER BY p.id
      """,
      """
      SELECT other.patient_id, other.id, other.during FROM appointment other
       WHERE other.patient_id IN (SELECT a.patient_id FROM appointment a WHERE \(affected))
         AND other.status IN ('booked', 'pending') AND other.starts_at > \(now)
      """,
      """
      SELECT concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name) FROM practitioner p
       WHERE p.id = \(absent.practitioner) AND \(Absence.mayBeEntered)
      """,
      noted,
    ]
    return Query(statements + schedule.statements) { rows in
      let first = rows.startIndex
      let services = try rows[first + 1].decode(HealthcareService.init(row:))
      let givers = try rows[first + 2].decode { row -> (ID<HealthcareService>, ID<Practitioner>) in
        (try row.next(), try row.next())
      }
      let times = try rows[first + 3].decode { row -> (ID<Patient>, PatientTime) in
        (try row.next(), PatientTime(visit: try row.next(), during: try row.next()))
      }
      return RebookingMatter(
        visits: try rows[first].decode(AffectedVisit.init(row:)),
        practitioner: try rows[first + 4].decode { row in try row.next(String.self) }.first,
        services: Dictionary(services.map { ($0.id, $0) }) { one, _ in one },
        givers: Dictionary(grouping: givers, by: \.0).mapValues { $0.map(\.1) },
        schedule: try schedule.read(rows[(first + statements.count)...]),
        patients: Dictionary(grouping: times, by: \.0).mapValues { $0.map(\.1) })
    }
  }
}

extension AffectedVisit {
  init(row: inout Row) throws {
    id = try row.next()
    during = try row.next()
    patient = try row.next()
    patientName = try row.next()
    called = try row.next()
    service = try row.next()
    serviceName = try row.next()
    address = try row.next()
  }
}

extension Absence {
  /// Whether the visitor may enter absences of practitioner `p`: their own, or everybody's for who settles what follows.
  static var mayBeEntered: SQL {
    """
    p.active AND p.kind = ''
    AND (p.account_id = (SELECT current_account())
         OR EXISTS (SELECT FROM account own WHERE own.id = (SELECT current_account())
                       AND own.role = ANY (\(Permission.settleTasks.roles.map(\.rawValue)))))
    """
  }

  /// Whether appointment `a` was to be while its doctor is away, is still ahead, and nobody was asked about it yet.
  static func affecting(_ practitioner: ID<Practitioner>, _ times: [Range<Date>], at now: Date) -> SQL {
    """
    a.practitioner_id = \(practitioner) AND a.status IN ('booked', 'pending') AND a.starts_at > \(now)
    AND a.starts_at < \(times.last?.upperBound ?? now)
    AND EXISTS (SELECT FROM unnest(\(times.map(\.lowerBound))::timestamptz[], \(times.map(\.upperBound))::timestamptz[])
                         AS away (starts, ends) WHERE a.starts_at < away.ends AND a.ends_at > away.starts)
    AND NOT EXISTS (SELECT FROM rebooking r WHERE r.appointment_id = a.id AND r.state IN ('open', 'task'))
    """
  }
}

extension Patient {
  /// Where a letter about appointment `a` of patient `pt` goes: to their own account, else to that of the parent who
  /// booked, else to the address that the clinic noted. NULL where there is none.
  static var address: SQL {
    """
    coalesce((SELECT o.email FROM account o WHERE o.id = pt.account_id AND o.closed_at IS NULL),
             (SELECT o.email FROM account o
               WHERE o.id = a.booked_by AND o.closed_at IS NULL AND o.role = 'patient'),
             nullif(pt.email, ''))
    """
  }
}
