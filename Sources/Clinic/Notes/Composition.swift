public import CivilTime
public import FoundationEssentials

/// What a practitioner wrote of a patient: a note of a visit, an addendum to one, a prescription or a letter (FHIR R4 Composition,
/// http://hl7.org/fhir/R4/composition.html).
public struct Composition: Sendable {
  public let id: ID<Composition>
  public let subject: Subject
  public let encounter: Encounter
  public let kind: Kind
  public let title: String
  public let status: Status
  /// Who began it.
  public let author: String
  /// Whether whoever asks began it.
  public let isOwn: Bool
  public let created: Date
  /// What it is an addendum to (`relatesTo`, `appends`).
  public let appends: ID<Composition>?
  /// The signed one whose place it takes (`relatesTo`, `replaces`).
  public let replaces: ID<Composition>?
  /// The one that took its place.
  public let replacedBy: ID<Composition>?
  /// When the patient is shown it, by its template.
  public let rule: ReleaseRule
  public let attested: Attestation?
  public let releaseDue: Date?
  public let released: Date?
  public let error: Mistake?
  /// Whether there is a file of it among the patient's documents.
  public let isFiled: Bool
  public internal(set) var sections: [Section] = []
  public internal(set) var orders: [MedicationRequest] = []
  /// In the order in which they were begun; of an addendum none.
  public internal(set) var addenda: [Composition] = []

  public struct Subject: Sendable {
    public let id: ID<Patient>
    public let number: Int
    public let name: String
    public let birthDate: Day
  }

  /// `Composition.attester`: who stands for it.
  public struct Attestation: Sendable {
    public let name: String
    public let at: Date
    /// SHA-256 of what was signed, as hexadecimal digits.
    public let digest: String
    /// Whether the audit log has that digest with the signature.
    public let isLogged: Bool
  }

  public struct Mistake: Sendable {
    public let name: String
    public let at: Date
    public let why: String
  }

  /// `Composition.type`.
  public enum Kind: String, Sendable, CaseIterable {
    case note, addendum, prescription, referral
    case sickNote = "sick-note"
    case letter

    /// https://loinc.org
    public var loinc: String {
      switch self {
      case .note: "11506-3"
      case .addendum: "55107-7"
      case .prescription: "57833-6"
      case .referral: "57133-1"
      case .sickNote, .letter: "51852-2"
      }
    }

    /// Whether it goes to somebody as a paper, so that a file of it is kept, and another can take its place.
    public var isPaper: Bool { self != .note && self != .addendum }

    /// Of which there can be templates.
    public static let templated: [Kind] = [.note, .referral, .sickNote, .letter]
  }

  /// http://hl7.org/fhir/R4/valueset-composition-status.html
  public enum Status: String, Sendable, CaseIterable {
    case preliminary, final, amended
    case enteredInError = "entered-in-error"
  }

  /// FHIR R4 Encounter: that a patient was seen.
  public struct Encounter: Sendable {
    public let id: ID<Encounter>
    /// Nil without one, such as by telephone.
    public let appointment: ID<Appointment>?
    public let service: String?
    public let start: Date
    /// Not in person (`class`, code `VR`).
    public let isVirtual: Bool
    public let status: Status

    /// http://hl7.org/fhir/R4/valueset-encounter-status.html, as far as it is used.
    public enum Status: String, Sendable, CaseIterable {
      case planned
      case inProgress = "in-progress"
      case finished, cancelled
    }
  }

  /// Every letter of it, by which it is known that what is signed is what was seen.
  public var contentDigest: String {
    Signature.digest(id, kind, title, sections.map { ($0.code, $0.title, $0.text) })
  }

  /// Whether it still is what was signed, here and in the audit log.
  public var isProved: Bool { attested.map { $0.isLogged && $0.digest == contentDigest } ?? false }

  /// Whether the patient is shown it.
  public var isReleased: Bool { released != nil }

  public static let longestReason = 500
}

/// `Composition.section`.
public struct NoteSection: Sendable {
  public let id: ID<NoteSection>
  /// From 1.
  public let position: Int
  public let code: Code
  public let title: String
  /// What to write there.
  public let prompt: String
  /// How often it was saved.
  public let revision: Int
  /// Who saved it last.
  public let savedBy: String?
  public internal(set) var text = ""
  let sealed: [UInt8]

  public enum Code: String, Sendable, CaseIterable {
    case text
    /// For the patient, in plain words.
    case plain
    /// The lines of a prescription.
    case medications
  }

  /// Characters.
  public static let longest = 10_000
  public static let most = 10
}

extension Composition {
  public typealias Section = NoteSection
}

/// When the patient is shown what was signed.
public enum ReleaseRule: Hashable, Sendable {
  case atOnce
  /// Days after it was signed.
  case afterDays(Int)
  /// When somebody says so.
  case byHand

  public static let days = 1...90

  public enum Code: String, Sendable, CaseIterable {
    case atOnce = "at-once"
    case afterDays = "after-days"
    case byHand = "by-hand"
  }

  public var code: Code {
    switch self {
    case .atOnce: .atOnce
    case .afterDays: .afterDays
    case .byHand: .byHand
    }
  }

  /// After how many days; nil for the others.
  public var number: Int? { if case .afterDays(let days) = self { days } else { nil } }

  /// - Throws: `Refusal.invalid` at `days` for a number that is none of ``days``.
  public init(_ code: Code, days: Int?) throws(Refusal) {
    switch code {
    case .atOnce: self = .atOnce
    case .byHand: self = .byHand
    case .afterDays:
      guard let days, Self.days.contains(days) else {
        throw .invalid([Problem("days", "problem.release-days")])
      }
      self = .afterDays(days)
    }
  }
}
