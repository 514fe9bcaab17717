public import Credentials
public import FoundationEssentials
internal import Postgres

extension CalendarEntry {
  init(row: inout Row) throws {
    id = try row.next()
    during = try row.next()
    status = Appointment.Status(rawValue: try row.next()) ?? .pending
    sequence = try row.next()
    bookedAt = try row.next()
    isOwnWork = try row.next()
    address = try row.next()
    isOnline = try row.next()
    isInDoubt = try row.next()
  }
}

extension Query<CalendarEntry?> {
  /// One of the visitor's own, or of their children's.
  public static func myCalendarEntry(_ id: ID<Appointment>, at now: Date) -> Self {
    Query(
      """
      SELECT a.id, a.during, a.status, a.sequence, a.booked_at, false,
             \(.postalAddress(of: "a.location_id")), a.online, \(Rebooking.isInDoubt)
        FROM appointment a
       WHERE a.id = \(id) AND \(Appointment.mine(for: .visits, at: now))
      """, first: CalendarEntry.init(row:))
  }
}

extension Query<[CalendarEntry]> {
  /// What whoever holds the link is shown, in order of time: a season back and more than a year ahead, cancelled ones
  /// too, so that programs know of it. Where there are too many, those that are furthest from now are left out, past ones
  /// first.
  public static func calendarEntries(of link: Token, at now: Date) -> Self {
    let time = CalendarFeed.window(at: now)
    func entries(of reader: SQL, _ permission: Permission, isOwnWork: Bool) -> SQL {
      """
      SELECT a.id, a.during, a.starts_at, a.status, a.sequence, a.booked_at, \(isOwnWork) AS is_own_work,
             \(.postalAddress(of: "a.location_id")) AS address, a.online, \(Rebooking.isInDoubt) AS in_doubt
        FROM reader r JOIN \(reader)
       WHERE r.role = ANY (\(permission.roles.map(\.rawValue)))
         AND a.starts_at >= \(time.lowerBound) AND a.starts_at < \(time.upperBound)
      """
    }
    let patients = entries(
      of:
        "LATERAL (\(Patient.mine(for: .visits, at: now, of: "reader_id"))) AS p ON true JOIN appointment a ON a.patient_id = p.id",
      .seeOwnRecord, isOwnWork: false)
    let practitioners = entries(
      of: "practitioner p ON p.account_id = reader_id JOIN appointment a ON a.practitioner_id = p.id",
      .seeOwnSchedule, isOwnWork: true)
    return Query(
      """
      WITH reader (reader_id, role, language) AS (\(CalendarFeed.reader(link)))
      SELECT id, during, status, sequence, booked_at, is_own_work, address, online, in_doubt FROM (
        SELECT * FROM ((\(patients)) UNION ALL (\(practitioners))) AS all_of_them
         ORDER BY starts_at < \(now), abs(extract(epoch FROM starts_at - \(now)))
         LIMIT \(CalendarFeed.mostEntries)
      ) AS nearest
       ORDER BY starts_at, id
      """, each: CalendarEntry.init(row:))
  }
}
