public import FoundationEssentials

/// The questions of a visit, and how far they are answered.
public struct Intake: Sendable {
  public let appointment: ID<Appointment>
  public let during: Range<Date>
  public let status: Appointment.Status
  public let service: String
  public let practitionerName: String
  public let patientName: String
  public let birthDate: String
  public let isOwn: Bool
  /// Nil when the service asks nothing.
  public let questionnaire: Questionnaire?
  public let response: Response?
  public let patient: ID<Patient>
  /// How many count at present: for whoever may open the record.
  public let allergies: Int

  /// FHIR R4 QuestionnaireResponse.
  public struct Response: Sendable {
    public let id: ID<Response>
    public let state: State
    public let authored: Date
    let sealed: [UInt8]
    let page: UUID
    let saving: Int
  }

  /// FHIR R4 QuestionnaireResponse.status, as far as it is used.
  public enum State: String, Sendable, CaseIterable {
    case inProgress = "in-progress"
    case completed, amended
  }

  /// Whether there still is something to answer: until the visit is over.
  public func isOpen(at now: Date) -> Bool {
    questionnaire != nil && [.booked, .pending, .arrived].contains(status) && now < during.upperBound
  }
}

extension Intake.Response {
  /// Which of two savings is the later one: of one page, the one that it counted higher, in whatever order they arrive; another
  /// page's is later than what was there before. So the last who wrote is kept, and nobody is asked.
  static func isLater(_ saving: Int, of page: UUID, than stored: (saving: Int, page: UUID)?) -> Bool {
    guard let stored, stored.page == page else { return true }
    return saving > stored.saving
  }
}

/// How far a visit's questions are answered, without what was answered.
public enum IntakeProgress: String, Sendable, CaseIterable {
  /// Nothing is asked.
  case none
  case missing, begun, done

  /// Of appointment `a`.
  init(hasQuestions: Bool, _ state: Intake.State?) {
    self =
      switch state {
      case .completed, .amended: .done
      case .inProgress: .begun
      case nil: hasQuestions ? .missing : .none
      }
  }
}
