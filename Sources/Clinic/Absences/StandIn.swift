internal import CivilTime
internal import Credentials
internal import FoundationEssentials
internal import Postgres

/// Finds who or what of the same kind is free in place of what is away: then the visit stays at its time, and nobody has to be
/// asked.
struct StandIns {
  let pool: Pool.Of
  let candidates: [ID<Absentee>]
  private var hours: PoolHours

  /// Nil where nothing can stand in.
  init?(for absent: NewAbsence, _ matter: RebookingMatter, _ schedule: Schedule, zone: TimeZoneRules) {
    guard let pool = matter.absentee?.sort.pool, !matter.standIns.isEmpty else { return nil }
    let days = absent.absence.days
    self.pool = pool
    candidates = matter.standIns
    hours = PoolHours(
      schedule,
      WallClock(zone, days: days.lowerBound.adding(days: -2)...days.upperBound.adding(days: 2)), zone)
  }

  /// The first by name that works then and is occupied by nothing else.
  mutating func free(for visit: AffectedVisit, in schedule: Schedule) -> ID<Absentee>? {
    guard let needed = visit.needed?.seconds else { return nil }
    let within = needed.clamped(to: visit.during.seconds)
    return candidates.first { candidate in
      hours.works(candidate.uuid, pool, during: within)
        && schedule.busy[candidate.uuid]?.firstOverlapping(needed) == nil
    }
  }
}

extension Schedule {
  /// As it is once something stands in for what is away.
  mutating func occupy(_ standIn: ID<Absentee>, for visit: AffectedVisit) {
    guard let needed = visit.needed?.seconds else { return }
    add(Busy(during: needed, service: nil, session: visit.id.uuid), to: standIn.uuid)
  }
}

extension Range<Date> {
  var seconds: Range<Int> {
    Int(lowerBound.timeIntervalSince1970)..<Int(upperBound.timeIntervalSince1970)
  }
}

extension TenantRecords {
  /// The visit has the stand-in from now on, and keeps its time: no act upon the appointment, and no letter.
  func swap(_ visit: AffectedVisit, to standIn: ID<Absentee>, _ absent: NewAbsence, _ absence: ID<Absence>)
    -> SQL
  {
    """
    WITH released AS (
      UPDATE occupancy SET released_at = \(now)
       WHERE appointment_id = \(visit.id) AND resource_id = \(absent.absentee) AND released_at IS NULL
      RETURNING resource_kind, during, service_id, session_id, seat, seats
    ), occupied AS (
      INSERT INTO occupancy (id, resource_kind, resource_id, appointment_id, during, service_id, session_id, seat, seats)
      SELECT gen_random_uuid(), resource_kind, \(standIn), \(visit.id), during, service_id, session_id, seat, seats
        FROM released
    ), placed AS (
      UPDATE appointment SET location_id = \(standIn) WHERE id = \(visit.id) AND location_id = \(absent.absentee)
    ), kept AS (
      INSERT INTO rebooking (id, absence_id, appointment_id, was, token_hash, answer_until, state, stand_in, created_at)
      VALUES (\(clinic.newID() as ID<Rebooking>), \(absence), \(visit.id), \(visit.during), \(clinic.newToken().hash),
              \(now), 'swapped', \(standIn), \(now))
    )
    INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
    VALUES (\(clinic.newID() as ID<AuditEvent>), \(Act.visitSwapped.rawValue), \(visitor.purpose.rawValue), \(visit.id),
            \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now))
    """
  }
}
