public import CivilTime
internal import Postgres

/// An absence in the list of those ahead, with how far its visits are.
public struct EnteredAbsence: Sendable {
  public let id: ID<Absence>
  public let absentee: String
  public let absence: Absence
  public let isWithdrawn: Bool
  public let note: String
  /// How many of its visits are in each state.
  public let open: Int
  public let tasks: Int
  public let settled: Int
}

extension Query<[EnteredAbsence]> {
  /// Those that the visitor may enter, and are not over, soonest first.
  public static func absencesAhead(from day: Day) -> Self {
    absences("b.last_day >= \(day.sql) AND b.withdrawn_at IS NULL")
  }

  public static func absence(_ id: ID<Absence>) -> Self { absences("b.id = \(id)") }

  private static func absences(_ condition: SQL) -> Self {
    Query(
      """
      SELECT b.id, x.name, b.first_day, b.last_day, b.weekdays, b.starts, b.ends, b.withdrawn_at IS NOT NULL, b.note,
             coalesce(c.open, 0), coalesce(c.tasks, 0), coalesce(c.settled, 0)
        FROM absence b JOIN \(Absentee.all) AS x ON x.id = \(Absence.absentee("b"))
        LEFT JOIN LATERAL (
          SELECT count(*) FILTER (WHERE r.state = 'open') AS open, count(*) FILTER (WHERE r.state = 'task') AS tasks,
                 count(*) FILTER (WHERE r.state NOT IN ('open', 'task')) AS settled
            FROM rebooking r WHERE r.absence_id = b.id) AS c ON true
       WHERE \(condition) AND \(Absentee.mayBeEntered)
       ORDER BY b.first_day, b.starts, b.id
       LIMIT 200
      """
    ) { row in
      try EnteredAbsence(
        id: row.next(), absentee: row.next(), absence: Absence(unnamed: &row), isWithdrawn: row.next(),
        note: row.next(), open: row.next(), tasks: row.next(), settled: row.next())
    }
  }
}

extension Query<ID<Absence>?> {
  /// One that says the same and counts, if the visitor may enter it.
  public static func absence(sameAs absent: NewAbsence) -> Self {
    Query(
      """
      SELECT b.id FROM absence b JOIN \(Absentee.all) AS x ON x.id = \(Absence.absentee("b"))
       WHERE \(absent.isSame) AND \(Absentee.mayBeEntered) ORDER BY b.id LIMIT 1
      """
    ) { row in try row.next(ID<Absence>.self) }
  }
}

extension NewAbsence {
  /// Whether absence `b` counts, and is of the same on the same days and hours.
  var isSame: SQL {
    """
    \(Absence.absentee("b")) = \(absentee) AND b.withdrawn_at IS NULL AND cardinality(b.weekdays) = 0
    AND b.first_day = \(absence.days.lowerBound.sql) AND b.last_day = \(absence.days.upperBound.sql)
    AND b.starts = \(absence.starts.sql) AND b.ends = \(absence.ends.sql)
    """
  }
}

extension Absence {
  /// Who or what absence `b` is of.
  static func absentee(_ b: SQL) -> SQL { "coalesce(\(b).practitioner_id, \(b).location_id, \(b).device_id)" }

  /// First and last day, weekdays, beginning and end.
  init(unnamed row: inout Row) throws {
    guard let absence = try Absence(perhaps: &row) else { throw StoredValueFault(column: "absence") }
    self = absence
  }

  /// Nil where all of it is NULL.
  init?(perhaps row: inout Row) throws {
    let (first, last) = (try row.next(SQLDate?.self), try row.next(SQLDate?.self))
    let weekdays = try row.next([Int16]?.self) ?? []
    let (starts, ends) = (try row.next(SQLTime?.self), try row.next(SQLTime?.self))
    guard let first, let last, let starts, let ends else { return nil }
    let (from, until) = (try Day(sql: first), try Day(sql: last))
    guard from <= until else { throw StoredValueFault(column: "absence") }
    try self.init(
      days: from...until, weekdays: Set(weekdays.compactMap { Weekday(rawValue: Int($0)) }),
      starts: TimeOfDay(sql: starts), ends: TimeOfDay(sql: ends))
  }
}
