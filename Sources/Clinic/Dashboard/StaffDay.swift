public import FoundationEssentials
internal import Postgres

/// A day in numbers, for whoever starts it: the front desk of everybody's, a doctor of their own. It names nobody.
public struct StaffDay: Sendable {
  public let visits: Int
  /// Who came, and whose visit has not begun.
  public let waiting: Int
  /// Who waits in the room of a visit by video or phone.
  public let waitingOnline: Int
  /// To be answered, on whatever day.
  public let requests: Int
  /// Visits that need another time, with patients to be called; the front desk's.
  public let tasks: Int
  /// Letters that did not arrive; the front desk's.
  public let failedLetters: Int
  /// The next visit that has not begun: when, and what for.
  public let next: (start: Date, service: String)?

  /// Nothing is counted beyond.
  public static let most = 1000
}

extension Query<StaffDay> {
  /// - Parameter day: in instants.
  public static func staffDay(_ day: Range<Date>, at now: Date) -> Self {
    let isToday: SQL = """
      a.starts_at >= \(day.lowerBound) AND a.starts_at < \(day.upperBound) AND a.status <> 'cancelled' AND \(Visiting.seenTo)
      """
    func counted(_ rows: SQL) -> SQL {
      "(SELECT count(*) FROM (SELECT FROM \(rows) LIMIT \(StaffDay.most + 1)) AS found)"
    }
    let next: SQL = """
      FROM appointment a JOIN healthcare_service s ON s.id = a.service_id
       WHERE \(isToday) AND a.starts_at > \(now) AND a.status = 'booked' ORDER BY a.starts_at, a.id LIMIT 1
      """
    let isDesk: SQL = """
      EXISTS (SELECT FROM account own WHERE own.id = (SELECT current_account())
                 AND own.role = ANY (\(Permission.settleTasks.roles.map(\.rawValue))))
      """
    return Query(
      """
      SELECT \(counted("appointment a WHERE \(isToday)")),
             \(counted("appointment a WHERE \(isToday) AND \(Visiting.isWaiting)")),
             \(counted("appointment a WHERE \(isToday) AND a.online AND a.ends_at > \(now) AND \(VirtualVisit.since("patient")) IS NOT NULL")),
             \(counted("appointment a WHERE a.status = 'pending' AND a.starts_at > \(now) AND \(Visiting.seenTo)")),
             \(counted("rebooking r WHERE r.state = 'task' AND \(isDesk)")),
             \(counted("outbox_message m WHERE m.state = 'failed' AND \(isDesk)")),
             (SELECT a.starts_at \(next)), (SELECT s.name \(next))
      """
    ) { rows in
      try rows.decode { row in
        let counts = try (0..<6).map { _ in try row.next(Int.self) }
        let (start, service) = try (row.next(Date?.self), row.next(String?.self))
        return StaffDay(
          visits: counts[0], waiting: counts[1], waitingOnline: counts[2], requests: counts[3],
          tasks: counts[4], failedLetters: counts[5], next: start.map { ($0, service ?? "") })
      }[0]
    }
  }
}
