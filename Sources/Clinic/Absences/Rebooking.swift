public import CivilTime
public import FoundationEssentials

/// What is asked of a patient whose visit can't take place as booked, and what came of it. A visit is in exactly one state.
public struct Rebooking: Sendable {
  public let id: ID<Rebooking>
  public let state: State
  /// Why it was ever the front desk's; nil when it never was.
  public let why: Why?
  public let answerUntil: Date
  /// When the visit was to be.
  public let was: Range<Date>
  public let proposal: Proposal?
  /// Who or what it has in place of what is away, by name.
  public let standIn: String?
  public let visit: Visit
  /// Another time for what was asked for, in place of a visit that can't take place.
  public let answersRequest: Bool

  public enum State: String, Sendable, CaseIterable {
    /// The patient is asked.
    case open
    /// The front desk has to speak with the patient.
    case task
    /// The visit is at another time now, or took place after all.
    case accepted
    case cancelled
    /// It kept its time, with another room, device or helper. Nobody was asked.
    case swapped
    /// The absence was taken back: it takes place as booked.
    case withdrawn
  }

  public enum Why: String, Sendable, CaseIterable {
    /// No answer came until the deadline.
    case unanswered
    /// The patient asked to be called.
    case asked
    /// No letter reaches them.
    case noAddress = "no-address"
    /// Nothing was free.
    case noTime = "no-time"
    /// The proposed time became impossible, too.
    case gone
  }

  public struct Proposal: Sendable {
    public let during: Range<Date>
    public let practitionerName: String
    public let location: String
    /// Not the one who was booked.
    public let isOtherDoctor: Bool
  }

  /// The appointment as it is now.
  public struct Visit: Sendable {
    public let id: ID<Appointment>
    public let during: Range<Date>
    public let status: Appointment.Status
    public let sequence: Int
    public let service: ID<HealthcareService>
    public let serviceName: String
    public let practitionerName: String
    public let location: String
    public let patient: ID<Patient>
    public let patientName: String
    public let birthDate: Day
    public let phone: String
    public let email: String
  }

  public var isSettled: Bool { state != .open && state != .task }
}
