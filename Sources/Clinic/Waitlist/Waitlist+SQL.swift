internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Wish {
  init(row: inout Row) throws {
    try self.init(
      specialty: row.next(), service: row.next(), practitioner: row.next(),
      weekdays: Set(row.next([Int16].self).compactMap { Weekday(rawValue: Int($0)) }),
      from: TimeOfDay(sql: row.next()), until: TimeOfDay(sql: row.next()), lastDay: Day(sql: row.next()),
      patient: row.next())
  }

  static var columns: SQL {
    """
    e.specialty_id, e.service_id, e.practitioner_id, e.weekdays, e.from_time, e.until_time, e.until_day, e.patient_id
    """
  }

  /// Whether practitioner `p` and service `s`, which they give, are what a wish names, or nothing of it.
  static func isFor(specialty: SQL, service: SQL, practitioner: SQL) -> SQL {
    """
    p.active AND p.kind = '' AND s.active
    AND (\(practitioner) IS NULL OR p.id = \(practitioner)) AND (\(service) IS NULL OR s.id = \(service))
    AND (\(specialty) IS NULL
         OR s.specialty_id = \(specialty) AND EXISTS (SELECT FROM practitioner_specialty own
                                                      WHERE own.practitioner_id = p.id AND own.specialty_id = \(specialty)))
    """
  }
}

extension Query<[WaitlistEntry]> {
  /// The visitor's own that are not over, and those that others made for records that the visitor keeps; the oldest first.
  public static func myWishes(at now: Date) -> Self {
    Query(ahead(WaitlistEntry.isMineToEnd(at: now), at: now), read: entries)
  }

  private static func isAhead(at now: Date) -> SQL {
    "e.state IN ('waiting', 'offered') AND e.until_day >= \(now)::timestamptz::date - 1"
  }

  private static func ahead(_ condition: SQL, at now: Date) -> SQL {
    """
    SELECT e.id, \(Wish.columns), e.state, sp.name, s.name,
           concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name),
           concat_ws(' ', pt.given_name, pt.family_name), e.created_at,
           (SELECT o.id FROM waitlist_offer o
             WHERE o.entry_id = e.id AND o.state = 'open' AND o.answer_until > \(now) AND \(WaitlistEntry.mine(at: now))),
           (SELECT maker.display_name FROM account maker
             WHERE maker.id = e.account_id AND e.account_id <> (SELECT current_account()))
      FROM waitlist_entry e
      JOIN patient pt ON pt.id = e.patient_id
      LEFT JOIN specialty sp ON sp.id = e.specialty_id
      LEFT JOIN healthcare_service s ON s.id = e.service_id
      LEFT JOIN practitioner p ON p.id = e.practitioner_id
     WHERE \(condition) AND \(isAhead(at: now))
     ORDER BY e.created_at, e.id
     LIMIT \(WaitlistEntry.mostShown)
    """
  }

  private static func entries(_ rows: Rows) throws -> [WaitlistEntry] {
    try rows.decode { row in
      let id: ID<WaitlistEntry> = try row.next()
      let wish = try Wish(row: &row)
      guard let state = WaitlistEntry.State(rawValue: try row.next()) else {
        throw StoredValueFault(column: "waitlist_entry.state")
      }
      let (specialty, service) = (try row.next(String?.self), try row.next(String?.self))
      let name = try row.next(String.self)
      return WaitlistEntry(
        id: id, wish: wish, state: state, specialtyName: specialty, serviceName: service,
        practitionerName: wish.practitioner == nil ? nil : name, patientName: try row.next(),
        since: try row.next(), offer: try row.next(), madeBy: try row.next())
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
  /// For somebody who may be booked for, where somebody gives what is wished for.
  static func insert(
    _ wish: Wish, _ id: ID<WaitlistEntry>, at now: Date
  ) -> SQL {
    let isWished = Wish.isFor(
      specialty: "\(wish.specialty)::uuid", service: "\(wish.service)::uuid",
      practitioner: "\(wish.practitioner)::uuid")
    return """
      INSERT INTO waitlist_entry (id, patient_id, specialty_id, service_id, practitioner_id, weekdays, from_time,
                                  until_time, until_day, created_at)
      SELECT \(id), pt.id, \(wish.specialty), \(wish.service), \(wish.practitioner),
             \(wish.weekdays.map { Int16($0.rawValue) }.sorted()), \(wish.from.sql), \(wish.until.sql),
             \(wish.lastDay.sql), \(now)
        FROM patient pt
       WHERE pt.id = ANY (ARRAY(\(Patient.mine(for: .book, at: now))))
         AND CASE WHEN \(wish.patient)::uuid IS NULL THEN pt.account_id = (SELECT current_account())
                  ELSE pt.id = \(wish.patient) END
         AND EXISTS (SELECT FROM practitioner_service ps JOIN practitioner p ON p.id = ps.practitioner_id
                       JOIN healthcare_service s ON s.id = ps.service_id WHERE \(isWished))
         AND (SELECT count(*) \(WaitlistEntry.mineAhead(at: now))) < \(Wish.most)
      ON CONFLICT (tenant_id, id) DO NOTHING
      """
  }
}
