public import FoundationEssentials

/// A visit that can't take place as booked, because its doctor is away then.
public struct AffectedVisit: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let patient: ID<Patient>
  public let patientName: String
  /// How letters call the patient.
  let called: String
  public let service: ID<HealthcareService>
  public let serviceName: String
  /// Where a letter reaches whoever booked; nil where none does.
  public let address: String?
}

extension AffectedVisit {
  /// Whether it is as long as a first visit alone is.
  func isFirst(_ rules: BookingRules) -> Bool {
    rules.durationMinutes * 60 != length && rules.firstVisitMinutes.map { $0 * 60 } == length
  }

  private var length: Int { Int(during.upperBound.timeIntervalSince(during.lowerBound)) }
}
