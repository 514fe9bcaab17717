public import CivilTime
public import FoundationEssentials
internal import Postgres

/// All that the clinic keeps of a patient and they may see, as an archive has it: what is shown to them on their pages, of all
/// times. What is not here is not theirs: notes that staff keep for themselves, results and notes that are not released, documents
/// of the clinic alone, and what is other people's.
public struct PatientData: Sendable {
  public let tenant: Tenant
  /// When it was read.
  public let at: Date
  /// Whether they asked for it themselves, so that what belongs to their account is in it, too.
  public let isOwn: Bool
  public var patient: ID<Patient> { person.id }
  let person: PatientRecord
  let furtherNames: [HumanName]
  let family: [Relative]
  public let visits: [Visit]
  let answers: [Answered]
  let documents: [File]
  let notes: [Note]
  public let allergies: [Version<AllergyIntolerance>]
  public let conditions: [Version<Condition>]
  public let medications: [Version<MedicationStatement>]
  /// The latest first.
  public let vitals: [Observation]
  /// Of each the version that was released last.
  public let results: [DiagnosticReport]
  let messages: [Message]
  let invoices: [Bill]
  let consents: [ConsentGiven]
  let practitioners: [ID<Practitioner>: PersonName]
  /// What FHIR has no resource for, by its name in `account.json`.
  let lists: [AccountList]

  public var name: String { person.title }
  public var number: Int { person.number }
  public var birthDate: Day { person.birthDate }
  public var gender: AdministrativeGender { person.gender }

  struct PersonName: Sendable {
    let prefix, given, family: String
    var text: String { Practitioner.name(prefix, given, family) }
  }

  struct Relative: Sendable {
    let id: UUID
    let account: ID<Account>
    let name: String
    let isParent: Bool
  }

  public struct Visit: Sendable {
    public let id: ID<Appointment>
    public let status: Appointment.Status
    public let during: Range<Date>
    public let service: String
    public let practitioner: ID<Practitioner>
    public let practitionerName: String
    let location: UUID
    public let place: String
    let reason: String
    let booked: Date
    var history: [Step] = []
  }

  /// What became of a visit.
  struct Step: Sendable {
    let act, status: String
    let during: Range<Date>
    let at: Date
    let note: String
  }

  struct Answered: Sendable {
    let id: ID<Intake.Response>
    let state: String
    let authored: Date
    let items: [(item: Questionnaire.Item, text: String)]
  }

  /// A document, and how its bytes are opened; nil while there are none to give.
  struct File: Sendable {
    let id: ID<DocumentReference>
    let title, category: String
    let kind: DocumentReference.Kind
    let size: Int
    let created: Date
    let author: String
    let key: [UInt8]?
  }

  struct Note: Sendable {
    let id: ID<Composition>
    let kind: Composition.Kind
    let title, status: String
    let author: ID<Practitioner>
    let signer: ID<Practitioner>?
    let at: Date
    let signed: Date?
    let appends, replaces: ID<Composition>?
    let encounter: Meeting
    let mistake: String
    var sections: [(code: String, title: String, text: String)] = []
    var orders: [MedicationRequest] = []
  }

  struct Meeting: Sendable {
    let id: UUID
    let kind: String
    let status: String
    let start: Date
    let appointment: ID<Appointment>?
    let practitioner: ID<Practitioner>
  }

  struct Message: Sendable {
    let id: ID<Communication>
    let conversation: UUID
    let topic, text: String
    let sender: ID<Account>
    let senderName: String
    /// Of the patient's own words.
    let isPatients: Bool
    let isFromClinic: Bool
    let sent: Date
    let received: Date?
    let documents: [ID<DocumentReference>]
  }

  struct Bill: Sendable {
    let invoice: Invoice
    var lines: [InvoiceLine] = []
    var payments: [Payment] = []
  }
}

/// That somebody agreed to a text, and whether they took it back.
public struct ConsentGiven: Sendable {
  public let id: ID<TelehealthConsent>
  public let patientName: String
  public let isOwn: Bool
  public let text: ID<ConsentText>
  public let name: String
  public let version: Int
  /// An ISO 639-1 code, of the text that was read.
  public let language: String
  public let given: Date
  public let withdrawn: Date?
}

/// Rows of a table as they stand there: names and texts.
struct AccountList: Sendable {
  let name: String
  let columns: [String]
  let rows: [[String?]]
}
