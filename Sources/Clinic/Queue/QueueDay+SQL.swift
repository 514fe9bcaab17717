public import CivilTime
public import FoundationEssentials
internal import Postgres

extension WaitingRoom {
  /// The place of location `l`.
  static var ofLocation: SQL { "coalesce(l.part_of, \(ID<WaitingRoom>.unstored))" }

  /// Whether people can wait there: a room is in it, or stands alone.
  static func exists(_ place: ID<WaitingRoom>) -> SQL {
    """
    EXISTS (SELECT FROM location l
             WHERE \(ofLocation) = \(place)
               AND (l.part_of IS NOT NULL OR NOT EXISTS (SELECT FROM location r WHERE r.part_of = l.id)))
    """
  }
}

/// A room to which people are called, and where they wait for it.
public struct CallRoom: Sendable {
  public let id: ID<Location>
  public let name: String
  public let place: ID<WaitingRoom>
}

extension Query<[CallRoom]> {
  public static var callRooms: Self {
    Query(
      """
      SELECT l.id, l.name, \(WaitingRoom.ofLocation) FROM location l
       WHERE l.active AND NOT EXISTS (SELECT FROM location r WHERE r.part_of = l.id)
       ORDER BY l.name, l.id
      """
    ) { row in try CallRoom(id: row.next(), name: row.next(), place: row.next()) }
  }
}

extension QueueDay {
  /// So long, in seconds, who left is shown.
  static let mayBeBack: TimeInterval = 2 * 3600
}

extension QueueTicket {
  /// Who could see ticket `t`, there or not: the one they wait for, else whoever gives the service.
  fileprivate static var doctors: SQL {
    """
    CASE WHEN t.practitioner_id IS NOT NULL THEN ARRAY[t.practitioner_id]
         ELSE ARRAY(SELECT x.practitioner_id FROM practitioner_service x JOIN practitioner p ON p.id = x.practitioner_id
                     WHERE x.service_id = t.service_id AND p.active) END
    """
  }
}

extension Query<QueueDay> {
  /// Everybody who waits or was called, and when those are there who can see them.
  ///
  /// - Parameter visitor: whose look at each patient is noted beside; nil for who may see no names.
  public static func queue(on today: Today, namesFor visitor: Visitor?, at now: Date) -> Self {
    let (day, time) = (today.day, today.time)
    let rota: Query<Rota> = .rota(on: today, at: now)
    let name: SQL = visitor == nil ? "''" : "coalesce(concat_ws(' ', pt.given_name, pt.family_name), '')"
    let needs: SQL = visitor == nil ? "ARRAY[]::text[]" : "(\(NeedAtSight.column(of: "pt")))"
    let noted: SQL =
      visitor.map { DeskDay.noting(from: "shown", on: day, by: $0, at: now) } ?? "none AS (SELECT)"
    return Query(
      [
        """
        WITH shown AS MATERIALIZED (
          SELECT t.* FROM queue_ticket t
           WHERE t.day = \(day.sql)
             AND (t.state IN ('waiting', 'called') OR (t.state = 'left' AND t.ended_at > \(now - QueueDay.mayBeBack)))
        ), \(noted)
        SELECT t.id, t.place, t.number, t.state, t.appointment_id, v.started_at IS NOT NULL, \(name), s.name,
               p.prefix, p.given_name, p.family_name,
               room.name, v.location_id, t.version, t.service_id, \(QueueTicket.doctors), t.due_at, t.minutes, t.called_at, \(needs)
          FROM shown t
          JOIN healthcare_service s ON s.id = t.service_id
          LEFT JOIN appointment v ON v.id = t.appointment_id
          LEFT JOIN patient pt ON pt.id = t.patient_id
          LEFT JOIN practitioner p ON p.id = t.practitioner_id
          LEFT JOIN location room ON room.id = t.room_id
         ORDER BY t.due_at, t.number
        """,
        // Who is half an hour late is not waited for.
        """
        SELECT practitioner_id, starts_at, ends_at FROM appointment
         WHERE starts_at >= \(max(time.lowerBound, now - 1800)) AND starts_at < \(time.upperBound) AND status = 'booked'
         ORDER BY starts_at
        """,
      ] + rota.statements,
      reads: { answers in
        let first = answers.startIndex
        var rota = try rota.read(answers[(first + 2)...])
        let tickets = try answers[first].decode { row in try QueueTicket(row: &row, &rota) }
        let expected = try answers[first + 1].decode { row in
          let (doctor, start, end) = try (
            row.next(ID<Practitioner>.self), row.next(Date.self), row.next(Date.self)
          )
          return WaitRange.Turn(
            doctors: [doctor], due: start, number: 0, minutes: Int(end.timeIntervalSince(start) / 60),
            stage: .expected, isBooked: true)
        }
        return QueueDay(
          tickets: tickets.filter { $0.state != .left }, left: tickets.filter { $0.state == .left },
          expected: expected)
      })
  }
}

extension QueueTicket {
  fileprivate init(row: inout Row, _ rota: inout Rota) throws {
    id = try row.next()
    place = try row.next()
    number = try row.next()
    state = State(rawValue: try row.next()) ?? .waiting
    appointment = try row.next()
    hasBegun = try row.next()
    patientName = try row.next()
    service = try row.next()
    let (prefix, given, family) = try (
      row.next(String?.self), row.next(String?.self), row.next(String?.self)
    )
    doctor = given.map { Practitioner.name(prefix ?? "", $0, family ?? "") }
    room = try row.next()
    booked = try row.next()
    version = try row.next()
    let wanted: ID<HealthcareService> = try row.next()
    let doctors = try row.next([UUID].self).map(ID<Practitioner>.init)
    var there: [ID<Practitioner>: [Range<Date>]] = [:]
    for doctor in doctors { there[doctor] = rota.hands(of: doctor, for: wanted, at: place) }
    hands = there.values.flatMap(\.self)
    let (due, minutes, calledAt) = try (row.next(Date.self), row.next(Int.self), row.next(Date?.self))
    needs = try row.needsAtSight()
    let since = state == .called ? calledAt : nil
    // Whom one waits for by name may be away; of the others, those that come count.
    let able = doctors.count == 1 ? doctors : doctors.filter { there[$0]?.isEmpty == false }
    turn = WaitRange.Turn(
      doctors: Set(able), due: due, number: number, minutes: minutes,
      stage: since.map { .called($0) } ?? .waiting, isBooked: appointment != nil)
  }
}
