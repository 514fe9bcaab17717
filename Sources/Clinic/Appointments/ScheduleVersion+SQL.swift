public import CivilTime
public import FoundationEssentials
internal import Postgres

/// Tells whether what a practitioner sees of a day is what it was: another text is another state of it.
enum ScheduleVersion {
  /// Of practitioner `p`: the day's visits and their papers, what waits for an answer, and the absences that touch
  /// the day.
  fileprivate static func of(_ day: Day, _ time: Range<Date>, at now: Date) -> SQL {
    """
    (SELECT coalesce(md5(string_agg(line, ',' ORDER BY line)), 'none')
       FROM (SELECT concat_ws(' ', a.id, a.status, a.sequence, a.during, a.location_id, a.started_at) AS line
               FROM appointment a
              WHERE a.practitioner_id = p.id AND a.starts_at >= \(time.lowerBound) AND a.starts_at < \(time.upperBound)
                AND a.status <> 'cancelled'
             UNION
             SELECT concat_ws(' ', a.id, a.status, a.sequence, a.during, a.location_id, a.started_at)
               FROM appointment a
              WHERE a.practitioner_id = p.id AND a.status = 'pending' AND a.starts_at > \(now)
             UNION
             SELECT concat_ws(' ', r.id, r.state)
               FROM rebooking r JOIN appointment a ON a.id = r.appointment_id
              WHERE a.practitioner_id = p.id AND a.status = 'pending' AND a.starts_at > \(now)
             UNION
             SELECT concat_ws(' ', ap.appointment_id, ap.paper_id)
               FROM appointment_paper ap JOIN appointment a ON a.id = ap.appointment_id
              WHERE a.practitioner_id = p.id AND a.starts_at >= \(time.lowerBound) AND a.starts_at < \(time.upperBound)
             UNION
             SELECT concat_ws(' ', v.id, v.side, v.left_at)
               FROM visit_participant v JOIN appointment a ON a.id = v.appointment_id
              WHERE a.practitioner_id = p.id AND a.starts_at >= \(time.lowerBound) AND a.starts_at < \(time.upperBound)
             UNION
             SELECT concat_ws(' ', q.id, q.state)
               FROM queue_ticket q JOIN appointment a ON a.id = q.appointment_id
              WHERE q.day = \(day.sql) AND q.state = 'left' AND a.practitioner_id = p.id
             UNION
             SELECT concat_ws(' ', b.id, b.starts, b.ends) FROM absence b
              WHERE b.practitioner_id = p.id AND b.last_day >= \(day.sql) AND b.first_day <= \(day.sql)
                AND b.withdrawn_at IS NULL) AS lines)
    """
  }
}

extension Query<String> {
  /// Of what the signed-in practitioner sees of a day, between its two ends.
  public static func myScheduleVersion(on day: Day, _ time: Range<Date>, at now: Date) -> Self {
    Query(
      """
      SELECT \(ScheduleVersion.of(day, time, at: now)) FROM practitioner p
       WHERE p.account_id = (SELECT current_account())
      """
    ) { rows in try rows.decode { row in try row.next(String.self) }.first ?? "none" }
  }
}

extension Query<[ID<Account>: String]> {
  fileprivate static func scheduleVersions(
    of accounts: [ID<Account>], on day: Day, _ time: Range<Date>, at now: Date
  ) -> Self {
    Query(
      """
      SELECT p.account_id, \(ScheduleVersion.of(day, time, at: now)) FROM practitioner p
       WHERE p.account_id = ANY (\(accounts.map(\.uuid)))
      """
    ) { rows in
      Dictionary(
        try rows.decode { row in try (row.next(ID<Account>.self), row.next(String.self)) }
      ) { first, _ in first }
    }
  }
}

extension Clinic {
  /// In which state today's list is of each of these practitioners, by their accounts, in one round trip. It names nobody
  /// and nothing, so it needs nobody's session.
  public func scheduleVersions(of accounts: [ID<Account>], at host: String) async throws -> [ID<Account>:
    String]
  {
    let now = clock()
    let visitor = Visitor(host: host, tokenHash: nil, access: .anyone, purpose: .operation, requestID: "")
    let zone = try await zone(of: visitor)
    let day = zone.local(now).day
    return try await ask(
      visitor, .scheduleVersions(of: accounts, on: day, zone.interval(of: day), at: now)
    ).answer
  }
}
