public import FoundationEssentials
internal import Postgres

/// When a practitioner has a visit, and nothing of whose it is.
public struct VisitTime: Sendable {
  public let during: Range<Date>
  public let status: Appointment.Status
}

extension Query<[VisitTime]> {
  /// The signed-in practitioner's, between two instants.
  public static func myVisitTimes(between time: Range<Date>) -> Self {
    Query(
      """
      SELECT a.during, a.status FROM appointment a
       WHERE \(Visiting.mine) AND a.starts_at >= \(time.lowerBound) AND a.starts_at < \(time.upperBound)
         AND a.status <> 'cancelled'
       ORDER BY a.starts_at
      """
    ) { row in
      try VisitTime(during: row.next(), status: Appointment.Status(rawValue: row.next()) ?? .pending)
    }
  }
}
