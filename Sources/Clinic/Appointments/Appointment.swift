public import CivilTime
public import FoundationEssentials

/// FHIR R4 Appointment, as its patient sees it.
public struct Appointment: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let status: Status
  public let service: String
  public let practitioner: ID<Practitioner>
  public let practitionerPrefix: String
  public let practitionerGivenName: String
  public let practitionerFamilyName: String
  public let portrait: ID<Portrait>?
  public let location: String
  public let price: Money
  public let reason: String

  public var practitionerName: String {
    Practitioner.name(practitionerPrefix, practitionerGivenName, practitionerFamilyName)
  }

  /// FHIR R4 AppointmentStatus (http://hl7.org/fhir/R4/valueset-appointmentstatus.html), as far as it is used.
  public enum Status: String, Sendable, CaseIterable {
    case proposed, pending, booked, arrived, fulfilled, cancelled, noshow
  }

  static let refusals: [String: Refusal] = [
    "occupancy_once": .conflict(.timeTaken),
    "occupancy_seat": .conflict(.timeTaken),
  ]
}

/// FHIR R4 Appointment, as its practitioner sees it.
public struct Visiting: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let status: Appointment.Status
  public let patientName: String
  public let birthDate: Day
  public let service: String
  public let location: String
  public let reason: String
}
