public import CivilTime
public import FoundationEssentials

/// A day at the clinic, as the front desk sees it.
public enum DeskDay {
  /// More visits of one day are not shown.
  static let mostVisits = 3000
  /// So long, in seconds, a look at a patient in the view of a day counts: the page is loaded often meanwhile.
  static let lookLasts: TimeInterval = 3600

  /// All visits of a day, as they were at one time.
  public struct Visits: Sendable {
    /// The same for the same visits, of the same patients by the same names.
    public let edition: String
    /// By their beginnings; nil for the edition that was known already.
    public let all: [Visit]?
  }

  /// A visit in the view of a day.
  public struct Visit: Sendable {
    public let id: ID<Appointment>
    public let start: Date
    public let end: Date
    public let status: Appointment.Status
    /// They came, and went away again unseen.
    public let hasLeft: Bool
    public let practitioner: ID<Practitioner>
    public let location: ID<Location>
    public let service: ID<HealthcareService>
    public let patientName: String
  }

  /// Somebody who works on that day, or has visits.
  public struct Doctor: Equatable, Sendable {
    public let id: ID<Practitioner>
    public let name: String
    /// In the clinic's local time, by opening.
    public let hours: [Times]
    public let absences: [Times]
  }

  /// From one time of day to another.
  public struct Times: Hashable, Sendable {
    public let from: TimeOfDay
    public let until: TimeOfDay
  }
}
