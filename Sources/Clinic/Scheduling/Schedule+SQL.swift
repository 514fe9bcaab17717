internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Query<Schedule> {
  /// Hours, and what is taken of practitioner and rooms between two instants. What is kept for the visitor's own browser
  /// is free for it.
  public static func schedule(
    of practitioner: ID<Practitioner>, between time: Range<Date>, for visitor: Visitor, at now: Date
  ) -> Self {
    Query(
      """
      SELECT location_id, weekday, opens, closes, valid_from, valid_until, NULL::uuid, NULL::tstzrange
        FROM availability WHERE practitioner_id = \(practitioner)
      UNION ALL
      SELECT NULL, NULL, NULL, NULL, NULL, NULL, o.resource_id, o.during
        FROM occupancy o
       WHERE o.during && \(time) AND \(Hold.counts(for: visitor, at: now))
         AND (o.resource_id = \(practitioner)
              OR o.resource_id IN (SELECT location_id FROM availability WHERE practitioner_id = \(practitioner)))
      """
    ) { rows in
      var hours: [WeeklyHours] = []
      var busy: [Schedule.Busy] = []
      _ = try rows.decode { row in
        let window = try WeeklyHours(row: &row)
        if let window { hours.append(window) }
        if let taken = try Schedule.Busy(row: &row) { busy.append(taken) }
      }
      return Schedule(hours: hours, busy: busy)
    }
  }
}

extension WeeklyHours {
  init?(row: inout Row) throws {
    let location: ID<Location>? = try row.next()
    let weekday = try row.next(Int16?.self).flatMap { Weekday(rawValue: Int($0)) }
    let opens = try row.next(SQLTime?.self).map(TimeOfDay.init(sql:))
    let closes = try row.next(SQLTime?.self).map(TimeOfDay.init(sql:))
    let validFrom = try row.next(SQLDate?.self).map(Day.init(sql:))
    let validUntil = try row.next(SQLDate?.self).map(Day.init(sql:))
    guard let location, let weekday, let opens, let closes, let validFrom else { return nil }
    self.init(
      location: location, weekday: weekday, opens: opens, closes: closes, validFrom: validFrom,
      validUntil: validUntil)
  }
}

extension Schedule.Busy {
  init?(row: inout Row) throws {
    let resource = try row.next(UUID?.self)
    let during = try row.next(Range<Date>?.self)
    guard let resource, let during else { return nil }
    self.init(resource: resource, during: during)
  }
}
