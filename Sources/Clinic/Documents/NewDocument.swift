public import FoundationEssentials

/// What is said of a file before it comes.
public struct NewDocument: Sendable {
  public let patient: ID<Patient>
  public let category: DocumentReference.Category
  public let visibility: DocumentReference.Visibility
  /// Of one that is for a doctor alone.
  public let practitioner: ID<Practitioner>?
  /// The visit that it is for.
  public let appointment: ID<Appointment>?
  /// Of the form that it comes with, and which of its files it is: sent twice it is one document.
  public let key: UUID
  public let part: Int
  /// By which a browser knows the file again, to go on after it was lost; empty where it can't.
  public let mark: String

  public init(
    patient: ID<Patient>, category: DocumentReference.Category, visibility: DocumentReference.Visibility,
    practitioner: ID<Practitioner>? = nil, appointment: ID<Appointment>? = nil, key: UUID, part: Int = 0,
    mark: String = ""
  ) {
    self.patient = patient
    self.category = category
    self.visibility = visibility
    self.practitioner = practitioner
    self.appointment = appointment
    self.key = key
    self.part = part
    self.mark = mark
  }

  /// Files of one form at most.
  public static let mostAtOnce = 10
}

/// A file on its way in: a row that counts and expires, and objects that nobody is shown.
public struct DocumentUpload: Sendable {
  public let id: ID<DocumentReference>
  let tenant: ID<Tenant>
  /// Bytes that are to come, or may.
  public var size: Int
  /// Bytes that are stored.
  public internal(set) var received: Int
  public var kind: DocumentReference.Kind?
  /// As it was called.
  public let title: String
  let key: DocumentKey

  /// Bytes of a part: what is sent at once.
  public static let partLength = DocumentLayout.partLength
  /// Seconds for which it can be gone on with.
  static let lifetime: TimeInterval = 86_400
  /// Of one that comes all at once.
  static let hour: TimeInterval = 3600

  /// Bytes of the part that is to come next.
  public var next: Int { min(Self.partLength, size - received) }

  var layout: DocumentLayout { DocumentLayout(tenant: tenant, document: id, size: size) }
}
