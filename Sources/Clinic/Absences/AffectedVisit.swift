public import FoundationEssentials

/// A visit that can't take place as booked, because its doctor, or something that it needs, is away then.
public struct AffectedVisit: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  /// When it needs what is away, buffers included; nil where nothing can stand in: for a doctor, and in a group.
  let needed: Range<Date>?
  let practitioner: ID<Practitioner>
  public let patient: ID<Patient>
  public let patientName: String
  /// How letters call the patient.
  let called: String
  public let service: ID<HealthcareService>
  public let serviceName: String
  /// Where a letter reaches whoever booked; nil where none does.
  public let address: String?
  /// In which it is written; nil for the clinic's.
  let language: String?
}

extension AffectedVisit {
  public func isWith(_ doctor: ID<Practitioner>) -> Bool { practitioner == doctor }

  /// Whether it is as long as a first visit alone is.
  func isFirst(_ rules: BookingRules) -> Bool {
    rules.durationMinutes * 60 != length && rules.firstVisitMinutes.map { $0 * 60 } == length
  }

  private var length: Int { Int(during.upperBound.timeIntervalSince(during.lowerBound)) }
}
