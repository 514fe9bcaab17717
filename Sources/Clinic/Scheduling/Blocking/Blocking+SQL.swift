public import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Query<[OwnAbsence]> {
  /// The signed-in practitioner's absences that touch any of these days, in order of their times.
  public static func myAbsences(on days: ClosedRange<Day>) -> Self {
    Query(
      """
      SELECT id, first_day, last_day, weekdays, starts, ends, note, entered_at IS NOT NULL FROM absence
       WHERE practitioner_id = \(SQL.me) AND last_day >= \(days.lowerBound.sql) AND first_day <= \(days.upperBound.sql)
         AND withdrawn_at IS NULL
       ORDER BY starts, ends, id
      """
    ) { row in
      let id: ID<Absence> = try row.next()
      let (first, last) = try (Day(sql: row.next()), Day(sql: row.next()))
      let weekdays = try row.next([Int16].self).compactMap { Weekday(rawValue: Int($0)) }
      return try OwnAbsence(
        absence: Absence(
          id: id, days: first...last, weekdays: Set(weekdays), starts: TimeOfDay(sql: row.next()),
          ends: TimeOfDay(sql: row.next())),
        note: row.next(), wasEntered: row.next())
    }
  }
}

extension Query<Void> {
  /// Waits until nobody books with the signed-in practitioner: what follows in the same pipeline sees all that they did.
  static var queueForOwnSchedule: Self {
    Query(
      """
      SELECT pg_advisory_xact_lock(hashtextextended(id::text, 0)) FROM practitioner
       WHERE account_id = (SELECT current_account())
      """
    ) { _ in }
  }
}

extension Query<BlockOutcome> {
  /// The absence and its audit in one statement. The version of the schedule rises by a trigger, so that times offered
  /// before are looked at once more.
  ///
  /// - Parameter spans: when the block is.
  static func block(
    _ block: Block, _ spans: [Range<Date>], anyway: Bool, _ id: ID<Absence>, by visitor: Visitor,
    at now: Date,
    newID: () -> ID<Absence>
  ) -> Self {
    // No visit is longer than eight hours, so none that began a day before reaches here.
    let earliest = spans[0].lowerBound - 86_400
    return Query(
      """
      WITH me AS (
        SELECT id FROM practitioner WHERE account_id = (SELECT current_account())
      ), visit AS (
        SELECT FROM appointment a, unnest(\(spans.map(\.lowerBound))::timestamptz[], \(spans.map(\.upperBound))::timestamptz[])
               AS span (starts, ends)
         WHERE \(Visiting.mine) AND a.status IN ('booked', 'pending', 'arrived') AND a.starts_at > \(earliest)
           AND a.starts_at < span.ends AND a.ends_at > span.starts
         LIMIT 1
      ), before AS (
        SELECT b.starts = \(block.starts.sql) AND b.ends = \(block.ends.sql) AS same
          FROM absence b JOIN me ON me.id = b.practitioner_id
         WHERE b.first_day = \(block.day.sql) AND b.last_day = \(block.day.sql) AND b.withdrawn_at IS NULL
      ), verdict AS (
        SELECT CASE WHEN NOT EXISTS (SELECT FROM me) THEN 'nobody'
                    WHEN EXISTS (SELECT FROM before WHERE same) THEN 'done'
                    WHEN (SELECT count(*) FROM before) >= \(Block.mostPerDay) THEN 'enough'
                    WHEN NOT \(anyway) AND EXISTS (SELECT FROM visit) THEN 'visits'
                    ELSE 'add' END AS word
      ), added AS (
        INSERT INTO absence (id, practitioner_id, first_day, last_day, starts, ends, note)
        SELECT \(id), me.id, \(block.day.sql), \(block.day.sql), \(block.starts.sql), \(block.ends.sql), \(block.note)
          FROM me, verdict WHERE verdict.word = 'add'
        RETURNING id
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT \(newID()), \(Act.timeBlocked.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM added
      )
      SELECT CASE word WHEN 'add' THEN 'done' ELSE word END FROM verdict
      """
    ) { rows in
      let word = try rows.decode { row in try row.next(String.self) }[0]
      guard let outcome = BlockOutcome(rawValue: word) else { throw StoredValueFault(column: "verdict") }
      return outcome
    }
  }
}

extension Query<Void> {
  /// Of the signed-in practitioner's own, and only what is a part of a single day: longer absences have a way of their own.
  static func unblock(_ id: ID<Absence>, by visitor: Visitor, at now: Date, newID: () -> ID<Absence>) -> Self
  {
    Query(
      """
      WITH gone AS (
        DELETE FROM absence
         WHERE id = \(id) AND practitioner_id = \(SQL.me) AND first_day = last_day AND weekdays = '{}'
           AND (starts > '00:00' OR ends < '24:00') AND entered_at IS NULL
        RETURNING id
      )
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT \(newID()), \(Act.timeUnblocked.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM gone
      """
    ) { _ in }
  }
}

extension SQL {
  /// The signed-in practitioner.
  static let me: SQL = "(SELECT id FROM practitioner WHERE account_id = (SELECT current_account()))"
}
