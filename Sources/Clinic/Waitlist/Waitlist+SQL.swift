internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Wish {
  init(row: inout Row) throws {
    try self.init(
      service: row.next(), practitioner: row.next(),
      weekdays: Set(row.next([Int16].self).compactMap { Weekday(rawValue: Int($0)) }),
      from: TimeOfDay(sql: row.next()), until: TimeOfDay(sql: row.next()), lastDay: Day(sql: row.next()),
      patient: row.next())
  }

  static var columns: SQL {
    "e.service_id, e.practitioner_id, e.weekdays, e.from_time, e.until_time, e.until_day, e.patient_id"
  }
}

extension Query<[WaitlistEntry]> {
  /// The visitor's own that are not over, the oldest first.
  public static func myWishes(at now: Date) -> Self {
    Query(
      """
      SELECT e.id, \(Wish.columns), e.state, s.name, concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name),
             concat_ws(' ', pt.given_name, pt.family_name),
             (SELECT o.id FROM waitlist_offer o WHERE o.entry_id = e.id AND o.state = 'open' AND o.answer_until > \(now))
        FROM waitlist_entry e
        JOIN healthcare_service s ON s.id = e.service_id
        JOIN patient pt ON pt.id = e.patient_id
        LEFT JOIN practitioner p ON p.id = e.practitioner_id
       WHERE e.account_id = (SELECT current_account()) AND e.state IN ('waiting', 'offered')
         AND e.until_day >= \(now)::timestamptz::date - 1
       ORDER BY e.created_at, e.id
      """
    ) { row in
      let id: ID<WaitlistEntry> = try row.next()
      let wish = try Wish(row: &row)
      guard let state = WaitlistEntry.State(rawValue: try row.next()) else {
        throw StoredValueFault(column: "waitlist_entry.state")
      }
      let (service, name) = (try row.next(String.self), try row.next(String.self))
      return WaitlistEntry(
        id: id, wish: wish, state: state, serviceName: service,
        practitionerName: wish.practitioner == nil ? nil : name, patientName: try row.next(),
        offer: try row.next())
    }
  }
}

extension Query<FillRate> {
  /// A freed time is filled when somebody has a visit with the doctor in it that was booked or moved there since.
  public static func fillRate(at now: Date) -> Self {
    Query(
      """
      SELECT count(*), count(*) FILTER (WHERE EXISTS (
               SELECT FROM appointment a JOIN appointment_history h ON h.appointment_id = a.id AND h.during = a.during
                WHERE a.practitioner_id = f.practitioner_id AND a.starts_at < upper(f.during)
                  AND a.ends_at > lower(f.during) AND a.status <> 'cancelled'
                  AND h.act IN ('book', 'request', 'move') AND h.at >= f.freed_at))
        FROM freed_time f WHERE f.freed_at > \(now - FillRate.window)
      """
    ) { rows in
      try rows.decode { row in try FillRate(freed: row.next(), filled: row.next()) }[0]
    }
  }
}

extension SQL {
  /// For somebody who may be booked for, with a service that somebody gives, or that one doctor.
  static func insert(
    _ wish: Wish, _ id: ID<WaitlistEntry>, at now: Date
  ) -> SQL {
    """
    INSERT INTO waitlist_entry (id, patient_id, service_id, practitioner_id, weekdays, from_time, until_time, until_day,
                                created_at)
    SELECT \(id), pt.id, s.id, \(wish.practitioner), \(wish.weekdays.map { Int16($0.rawValue) }.sorted()),
           \(wish.from.sql), \(wish.until.sql), \(wish.lastDay.sql), \(now)
      FROM patient pt, healthcare_service s
     WHERE pt.id = ANY (ARRAY(\(Patient.mine(at: now))))
       AND CASE WHEN \(wish.patient)::uuid IS NULL THEN pt.account_id = (SELECT current_account())
                ELSE pt.id = \(wish.patient) END
       AND s.id = \(wish.service) AND s.active
       AND EXISTS (SELECT FROM practitioner_service ps JOIN practitioner p ON p.id = ps.practitioner_id
                    WHERE ps.service_id = s.id AND p.active AND p.kind = ''
                      AND p.id = coalesce(\(wish.practitioner), p.id))
       AND (SELECT count(*) FROM waitlist_entry e
             WHERE e.account_id = (SELECT current_account()) AND e.state IN ('waiting', 'offered')) < \(Wish.most)
    ON CONFLICT (tenant_id, id) DO NOTHING
    """
  }
}
