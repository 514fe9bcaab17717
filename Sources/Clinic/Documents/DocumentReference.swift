public import FoundationEssentials

/// A document of a patient (FHIR R4 DocumentReference, http://hl7.org/fhir/R4/documentreference.html), without its bytes.
public struct DocumentReference: Sendable {
  public let id: ID<DocumentReference>
  public let patient: ID<Patient>
  public let patientName: String
  /// FHIR `content.attachment.title`: the name of its file.
  public let title: String
  public let category: Category
  public let visibility: Visibility
  /// The doctor's name, of one that is for a doctor alone.
  public let practitioner: String?
  public let kind: Kind
  /// In bytes.
  public let size: Int
  public let content: Content
  /// Whether a scanner has looked through it.
  public let isScanned: Bool
  public let hasPreview: Bool
  public let author: String
  public let authorRole: Role
  /// Whether whoever asks has added it.
  public let isOwn: Bool
  /// Whether it is in the record of whoever sees it; else they act for its patient.
  public let isOfMyself: Bool
  public let created: Date
  /// The visit that it is for.
  public let visit: Visit?

  public struct Visit: Sendable {
    public let start: Date
    public let service: String
  }

  /// What it is about, with the LOINC code of FHIR `type` where there is one (https://loinc.org).
  public enum Category: String, Sendable, CaseIterable {
    case referral, result, letter, prescription, identification, insurance, other
    /// That came with a message.
    case message

    /// Those that whoever adds one chooses from.
    public static let chosen: [Category] = [
      .referral, .result, .letter, .prescription, .identification, .insurance, .other,
    ]

    public var loinc: String? {
      switch self {
      case .referral: "57133-1"
      case .result: "11502-2"
      case .letter: "51852-2"
      case .prescription: "57833-6"
      case .insurance: "64290-0"
      case .identification, .other, .message: nil
      }
    }
  }

  /// Who sees it besides whoever added it.
  public enum Visibility: String, Sendable, CaseIterable {
    /// The patient and the clinic.
    case shared
    /// The clinic alone.
    case clinic
    /// The patient and one doctor.
    case practitioner
  }

  /// How it is with its bytes.
  public enum Content: String, Sendable {
    /// In quarantine, until it was looked through for viruses.
    case waiting
    case ready
    /// A virus was found: nobody is given it, ever.
    case infected
    /// The store has it no more.
    case lost
    /// Deleted, and gone for good.
    case removed
  }

  /// What a document may be, told by its content.
  public enum Kind: String, Sendable, CaseIterable {
    case pdf = "application/pdf"
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"

    /// Of a file's name.
    public var ending: String {
      switch self {
      case .pdf: "pdf"
      case .jpeg: "jpg"
      case .png: "png"
      case .webp: "webp"
      }
    }
  }

  /// Bytes of one at most: 50 MB.
  public static let mostBytes = 50 << 20
  /// Characters of a title at most.
  public static let longestTitle = 150
}
