public import FoundationEssentials
internal import Postgres

/// How much there is of everything, for the administrator's first page.
public struct Counts: Sendable {
  public let practitioners: Int
  public let services: Int
  public let patients: Int
}

extension Query<Counts> {
  public static var counts: Self {
    Query(
      """
      SELECT (SELECT count(*) FROM practitioner WHERE active), (SELECT count(*) FROM healthcare_service WHERE active),
             (SELECT count(*) FROM patient)
      """
    ) { rows in
      try rows.decode { row in
        try Counts(practitioners: row.next(), services: row.next(), patients: row.next())
      }[0]
    }
  }
}

extension Query<[Date]> {
  /// When appointments that were not cancelled begin, between two instants.
  public static func appointmentStarts(between time: Range<Date>) -> Self {
    Query(
      """
      SELECT starts_at FROM appointment
       WHERE starts_at >= \(time.lowerBound) AND starts_at < \(time.upperBound) AND status <> 'cancelled'
      """
    ) { row in try row.next(Date.self) }
  }
}
