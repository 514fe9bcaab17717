public import CivilTime
public import FoundationEssentials
internal import Postgres

/// All that has to be known to move many visits.
public struct MoveMatter: Sendable {
  /// In order of time.
  public let visits: [SeriesVisit]
  let practitioners: [ID<Practitioner>: Practitioner]
  let services: [ID<HealthcareService>: HealthcareService]
  let givers: [ID<HealthcareService>: Set<ID<Practitioner>>]
  let patients: [ID<Patient>: [PatientTime]]
  /// What each visit occupies now, the patient apart.
  let occupied: [ID<Appointment>: [(resource: UUID, busy: Busy)]]
  let schedule: Schedule

  public func plan(_ target: MoveTarget, zone: TimeZoneRules, at now: Date) -> MovePlan {
    MovePlan(self, to: target, zone: zone, at: now)
  }
}

extension Query<MoveMatter> {
  /// In one round trip. That the patients' records were looked at is noted beside.
  public static func moveMatter(
    _ ids: [ID<Appointment>], to doctor: ID<Practitioner>?, by visitor: Visitor, at now: Date
  ) -> Self {
    let chosen: SQL = "a.id = ANY (\(ids.map(\.uuid)))"
    let services: SQL = "SELECT a.service_id FROM appointment a WHERE \(chosen)"
    let doctors: SQL = """
      SELECT a.practitioner_id FROM appointment a WHERE \(chosen)
      UNION SELECT id FROM practitioner WHERE id = \(doctor)
      """
    let schedule: Query<Schedule> = .schedule(
      of: ScheduleScope(practitioners: doctors, services: services),
      between: now..<(now + TimeInterval(MoveTarget.mostDays + 2) * 86_400), for: visitor.asNewBrowser,
      at: now,
      withRecords: true)
    let statements: [SQL] = [
      "SELECT \(SeriesVisit.columns) FROM \(SeriesVisit.joined) WHERE \(chosen) ORDER BY a.starts_at, a.id",
      "SELECT \(Practitioner.columns) FROM practitioner p WHERE p.id IN (\(doctors)) AND p.active AND p.kind = ''",
      """
      SELECT \(HealthcareService.columns)
        FROM healthcare_service s JOIN specialty sp ON sp.id = s.specialty_id WHERE s.id IN (\(services)) AND s.active
      """,
      "SELECT service_id, practitioner_id FROM practitioner_service WHERE service_id IN (\(services))",
      """
      SELECT other.patient_id, other.id, other.during FROM appointment other
       WHERE other.patient_id IN (SELECT a.patient_id FROM appointment a WHERE \(chosen))
         AND other.status IN ('booked', 'pending') AND other.starts_at > \(now)
      """,
      """
      SELECT o.appointment_id, o.resource_id, o.starts_at, o.ends_at, o.service_id, o.session_id, o.seats
        FROM occupancy o
       WHERE o.appointment_id = ANY (\(ids.map(\.uuid))) AND o.released_at IS NULL AND o.resource_kind <> 'patient'
      """,
      SeriesVisit.noted(chosen, by: visitor, at: now),
    ]
    return Query(statements + schedule.statements) { rows in
      let first = rows.startIndex
      let practitioners = try rows[first + 1].decode(Practitioner.init(row:))
      let services = try rows[first + 2].decode(HealthcareService.init(row:))
      let givers = try rows[first + 3].decode { row -> (ID<HealthcareService>, ID<Practitioner>) in
        (try row.next(), try row.next())
      }
      let times = try rows[first + 4].decode { row -> (ID<Patient>, PatientTime) in
        (try row.next(), PatientTime(visit: try row.next(), during: try row.next()))
      }
      let occupied = try rows[first + 5].decode { row -> (ID<Appointment>, (resource: UUID, busy: Busy)) in
        (try row.next(), (try row.next(), try Busy(occupancy: &row)))
      }
      return MoveMatter(
        visits: try rows[first].decode(SeriesVisit.init(row:)),
        practitioners: Dictionary(practitioners.map { ($0.id, $0) }) { one, _ in one },
        services: Dictionary(services.map { ($0.id, $0) }) { one, _ in one },
        givers: Dictionary(grouping: givers, by: \.0).mapValues { Set($0.map(\.1)) },
        patients: Dictionary(grouping: times, by: \.0).mapValues { $0.map(\.1) },
        occupied: Dictionary(grouping: occupied, by: \.0).mapValues { $0.map(\.1) },
        schedule: try schedule.read(rows[(first + statements.count)...]))
    }
  }
}

extension Busy {
  /// As `Schedule` reads it.
  fileprivate init(occupancy row: inout Row) throws {
    let (start, end) = try (row.next(Date.self), row.next(Date.self))
    self.init(
      during: Int(start.timeIntervalSince1970)..<Int(end.timeIntervalSince1970), service: try row.next(),
      session: try row.next(), seats: try row.next())
  }
}
