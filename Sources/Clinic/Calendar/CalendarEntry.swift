public import FoundationEssentials

/// An appointment as far as a calendar is told of it: when it is, and whether it stands. Not what for, with whom or whose.
public struct CalendarEntry: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let status: Appointment.Status
  /// Counts the changes that calendars have to know of (RFC 5545 section 3.8.7.4).
  public let sequence: Int
  public let bookedAt: Date
  /// Whether the reader is the practitioner, and not the patient.
  public let isOwnWork: Bool
  /// Empty where it is the clinic's own.
  public let address: String
  public let isOnline: Bool
  /// It can't take place as booked, and nothing else is agreed yet.
  public let isInDoubt: Bool
}
