public import CivilTime
public import FoundationEssentials
internal import Postgres

/// All that has to be known to find times for the visits that an absence moves.
public struct RebookingMatter: Sendable {
  public let visits: [AffectedVisit]
  /// For whom or what the visitor may enter it; nil for nobody.
  public let absentee: Absentee?
  /// Who or what of the same kind there is besides, by name.
  let standIns: [ID<Absentee>]
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
    let affected = Absence.affecting(absent.absentee, times, at: now)
    let standIns = Absentee.standIns(for: absent.absentee)
    let absentee: Query<[Absentee]> = .absentee(absent.absentee)
    let services: SQL = "SELECT a.service_id FROM appointment a WHERE \(affected)"
    let until = max(now, times.last?.upperBound ?? now) + RebookingMatter.reach
    let schedule: Query<Schedule> = .schedule(
      of: ScheduleScope(
        practitioners: """
          SELECT a.practitioner_id FROM appointment a WHERE \(affected) UNION
          SELECT ps.practitioner_id FROM practitioner_service ps JOIN practitioner p ON p.id = ps.practitioner_id
           WHERE ps.service_id IN (\(services)) AND p.active AND p.kind = ''
          """, services: services, beside: standIns),
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
    let statements: [SQL] =
      [
        """
        SELECT a.id, a.during,
               (SELECT tstzrange(min(o.starts_at), max(o.ends_at)) FROM occupancy o
                 WHERE o.appointment_id = a.id AND o.resource_id = \(absent.absentee) AND o.released_at IS NULL
                   AND o.resource_id <> a.practitioner_id HAVING max(o.seats) = 1),
               a.practitioner_id, a.patient_id, concat_ws(' ', pt.given_name, pt.family_name),
               coalesce(nullif(pt.preferred_name, ''), pt.given_name), a.service_id, s.name,
               \(LetterReader.address(of: "pt", bookedBy: "a.booked_by", at: now)),
               \(LetterReader.language(of: "pt", bookedBy: "a.booked_by", at: now))
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
        standIns, noted,
      ] + absentee.statements
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
        absentee: try absentee.read(rows[(first + 6)...(first + 6)]).first,
        standIns: try rows[first + 4].decode { row in try row.next(ID<Absentee>.self) },
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
    needed = try row.next()
    practitioner = try row.next()
    patient = try row.next()
    patientName = try row.next()
    called = try row.next()
    service = try row.next()
    serviceName = try row.next()
    address = try row.next()
    language = try row.next()
  }
}

extension Absence {
  /// Whether appointment `a` was to be while its doctor is away, or needs what is away then (buffers may lie within), is still
  /// ahead, and nobody was asked about it yet.
  static func affecting(_ absentee: ID<Absentee>, _ times: [Range<Date>], at now: Date) -> SQL {
    // No visit is longer than eight hours, so none that began a day before reaches here.
    let (first, last) = ((times.first?.lowerBound ?? now) - 86_400, times.last?.upperBound ?? now)
    return """
      a.status IN ('booked', 'pending') AND a.starts_at > \(now)
      AND a.id IN (SELECT v.id FROM appointment v
                    WHERE v.practitioner_id = \(absentee) AND v.starts_at > \(first) AND v.starts_at < \(last)
                   UNION ALL
                   SELECT o.appointment_id FROM occupancy o
                    WHERE o.resource_id = \(absentee) AND o.released_at IS NULL AND o.starts_at < \(last)
                      AND o.ends_at > \(first))
      AND EXISTS (
        SELECT FROM (SELECT a.starts_at, a.ends_at WHERE a.practitioner_id = \(absentee)
                     UNION ALL
                     SELECT greatest(o.starts_at, a.starts_at), least(o.ends_at, a.ends_at) FROM occupancy o
                      WHERE o.appointment_id = a.id AND o.resource_id = \(absentee) AND o.released_at IS NULL
                    ) AS needed (starts, ends),
                    unnest(\(times.map(\.lowerBound))::timestamptz[], \(times.map(\.upperBound))::timestamptz[])
                      AS away (starts, ends)
         WHERE needed.starts < away.ends AND needed.ends > away.starts)
      AND NOT EXISTS (SELECT FROM rebooking r WHERE r.appointment_id = a.id AND r.state IN ('open', 'task'))
      """
  }
}
