public import CivilTime
public import FoundationEssentials
internal import Postgres

extension WaitingRoom {
  /// The place of location `l`.
  static var ofLocation: SQL { "coalesce(l.part_of, \(ID<WaitingRoom>.unstored))" }
}

extension QueueTicket {
  /// Who can see ticket `t`: the one they wait for, else whoever gives the service and has hours on that day.
  fileprivate static func doctors(on day: Day) -> SQL {
    let weekday = Int16(day.weekday.rawValue)
    return """
      CASE WHEN t.practitioner_id IS NOT NULL THEN ARRAY[t.practitioner_id]
           ELSE ARRAY(
             SELECT x.practitioner_id FROM practitioner_service x JOIN practitioner p ON p.id = x.practitioner_id
              WHERE x.service_id = t.service_id AND p.active
                AND (EXISTS (SELECT FROM availability h
                              WHERE h.practitioner_id = p.id AND h.weekday = \(weekday) AND h.valid_from <= \(day.sql)
                                AND coalesce(h.valid_until >= \(day.sql), true))
                     OR EXISTS (SELECT FROM dated_hours h WHERE h.practitioner_id = p.id AND h.day = \(day.sql)))) END
      """
  }
}

extension Query<QueueDay> {
  /// Everybody who waits or was called.
  ///
  /// - Parameters:
  ///   - time: the day's, in instants.
  ///   - visitor: whose look at each patient is noted beside; nil for who may see no names.
  public static func queue(
    on day: Day, _ time: Range<Date>, namesFor visitor: Visitor?, at now: Date
  ) -> Self {
    let name: SQL = visitor == nil ? "''" : "coalesce(concat_ws(' ', pt.given_name, pt.family_name), '')"
    let noted: SQL =
      visitor.map { DeskDay.noting(from: "shown", on: day, by: $0, at: now) } ?? "none AS (SELECT)"
    return Query(
      [
        """
        WITH shown AS MATERIALIZED (
          SELECT t.* FROM queue_ticket t WHERE t.day = \(day.sql) AND t.state IN ('waiting', 'called')
        ), \(noted)
        SELECT t.id, t.place, t.number, t.state, t.appointment_id, \(name), s.name, p.prefix, p.given_name, p.family_name,
               room.name, t.version, \(QueueTicket.doctors(on: day)), t.due_at, t.minutes, t.called_at
          FROM shown t
          JOIN healthcare_service s ON s.id = t.service_id
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
      ],
      reads: { answers in
        let tickets = try answers[answers.startIndex].decode(QueueTicket.init(row:))
        let expected = try answers[answers.startIndex + 1].decode { row in
          let (doctor, start, end) = try (
            row.next(ID<Practitioner>.self), row.next(Date.self), row.next(Date.self)
          )
          return WaitRange.Turn(
            doctors: [doctor], due: start, number: 0, minutes: Int(end.timeIntervalSince(start) / 60),
            stage: .expected, isBooked: true)
        }
        return QueueDay(tickets: tickets, expected: expected)
      })
  }
}

extension QueueTicket {
  fileprivate init(row: inout Row) throws {
    id = try row.next()
    place = try row.next()
    number = try row.next()
    state = State(rawValue: try row.next()) ?? .waiting
    appointment = try row.next()
    patientName = try row.next()
    service = try row.next()
    let (prefix, given, family) = try (
      row.next(String?.self), row.next(String?.self), row.next(String?.self)
    )
    doctor = given.map { Practitioner.name(prefix ?? "", $0, family ?? "") }
    room = try row.next()
    version = try row.next()
    let doctors = Set(try row.next([UUID].self).map(ID<Practitioner>.init))
    let (due, minutes, calledAt) = try (row.next(Date.self), row.next(Int.self), row.next(Date?.self))
    let since = state == .called ? calledAt : nil
    turn = WaitRange.Turn(
      doctors: doctors, due: due, number: number, minutes: minutes,
      stage: since.map { .called($0) } ?? .waiting, isBooked: appointment != nil)
  }
}
