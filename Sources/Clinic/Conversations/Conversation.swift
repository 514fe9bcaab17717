public import FoundationEssentials

/// What a patient and the clinic write to each other about one thing.
public struct Conversation: Sendable {
  public let id: ID<Conversation>
  public let patient: ID<Patient>
  public let patientName: String
  public let patientNumber: Int
  /// Whether the patient is whoever asks, and not a child of theirs.
  public let isOwn: Bool
  public let topic: String
  /// Whose it is to answer; nil where it is one person's.
  public let team: ID<CareTeam>?
  public let teamName: String?
  /// Who sees to it.
  public let takenBy: ID<Account>?
  public let takenByName: String?
  public let state: State
  /// What whoever writes has seen of it: another number is another state of it.
  public let seen: Int
  /// While the clinic's answer is awaited: by when there is one, as a rule.
  public let answerDue: Date?
  public let lastAt: Date
  /// Messages of the other side that nobody of this side has read.
  public let unread: Int
  public let closed: Closing?

  public enum State: String, Sendable, CaseIterable {
    /// The clinic's answer is awaited.
    case clinic
    /// The patient's answer is awaited.
    case patient
    /// Nobody's answer is awaited.
    case open
    case closed
  }

  public struct Closing: Sendable {
    public let at: Date
    public let by: String
    public let reason: Reason
  }

  /// Why it was closed.
  public enum Reason: String, Sendable, CaseIterable {
    case answered, booked, elsewhere, twice
    /// By the patient.
    case patient

    /// Those that the clinic gives.
    public static let clinics: [Reason] = [.answered, .booked, .elsewhere, .twice]
  }

  /// From which side somebody comes to it.
  public enum Side: Sendable {
    /// The patient, or a parent.
    case own
    case clinic
  }

  /// Characters of a topic, and of a message.
  public static let longestTopic = 120
  public static let longestText = 5000
  /// Documents of one message.
  public static let mostDocuments = 5
  /// Days after which an answer begins a conversation of its own.
  public static let reopensWithin = 14
  /// On one page of a list.
  public static let pageSize = 50
  /// Working hours until one person answers, as a rule.
  public static let usualHours = 16

  /// Whether a patient's answer opens it again, where it is closed.
  public func takesAnswers(at now: Date) -> Bool {
    closed.map { Self.reopens($0.at, at: now) } ?? true
  }

  static func reopens(_ closed: Date, at now: Date) -> Bool {
    now < closed + TimeInterval(reopensWithin) * 86_400
  }
}

/// One message of a conversation, or a note among staff (FHIR R4 Communication).
public struct Communication: Sendable {
  public let id: ID<Communication>
  public let category: Category
  public let isFromClinic: Bool
  public let sender: String
  /// Whether whoever asks has written it.
  public let isOwn: Bool
  public let sent: Date
  public let received: Date?
  public let receivedBy: String?
  public let text: String
  public let documents: [Document]

  public enum Category: String, Sendable {
    case message
    /// For the clinic alone.
    case note
  }

  public struct Document: Sendable {
    public let id: ID<DocumentReference>
    public let title: String
    /// Whether whoever asks can open it now.
    public let isReady: Bool
  }
}

/// A team or a person to whom a patient can write.
public struct Correspondent: Sendable {
  public let aim: Aim
  public let name: String
  /// Working hours until there is an answer, as a rule.
  public let hours: Int

  public enum Aim: Hashable, Sendable, CustomStringConvertible {
    case team(ID<CareTeam>)
    case person(ID<Account>)

    /// As it stands in forms.
    public var description: String {
      switch self {
      case .team(let id): "team:\(id)"
      case .person(let id): "person:\(id)"
      }
    }

    public init?(_ text: some StringProtocol) {
      let parts = text.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      switch parts[0] {
      case "team":
        guard let id = ID<CareTeam>(parts[1]) else { return nil }
        self = .team(id)
      case "person":
        guard let id = ID<Account>(parts[1]) else { return nil }
        self = .person(id)
      default: return nil
      }
    }
  }
}
