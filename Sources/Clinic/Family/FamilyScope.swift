internal import FoundationEssentials
internal import Postgres

/// What somebody can be allowed to do for a patient (FHIR R4 Consent.provision). A parent has all of it. The raw values stand in
/// `related_person.scopes` and in forms.
public enum FamilyScope: String, Sendable, CaseIterable {
  /// Books, moves and cancels visits, and sees which there are.
  case book
  /// Sees visits, documents, notes and results.
  case see
  /// Reads and writes messages.
  case message
  /// Sees invoices and pays them.
  case pay

  var right: FamilyRight {
    switch self {
    case .book: .book
    case .see: .see
    case .message: .message
    case .pay: .pay
    }
  }
}

/// For what an act or a page needs a right to somebody's record. The record's owner has each.
enum FamilyRight: Sendable {
  case book, see, message, pay
  /// To know which visits there are: who books could not do so otherwise.
  case visits
  /// To prepare a visit and to be in it: answers of a questionnaire tell of health, and change what the doctor reads.
  case attend
  /// What the owner or a parent alone decides: who the person is, how they are reached, what they agree to.
  case keep
  /// Whatever it is.
  case any

  /// Whether row `f` of the view `acting` gives it.
  fileprivate var isGiven: SQL {
    switch self {
    case .book: "'book' = ANY (f.scopes)"
    case .see: "'see' = ANY (f.scopes)"
    case .message: "'message' = ANY (f.scopes)"
    case .pay: "'pay' = ANY (f.scopes)"
    case .visits: "f.scopes && '{book,see}'::text[]"
    case .attend: "f.scopes @> '{book,see}'::text[]"
    case .keep: "f.relationship = 'parent'"
    case .any: "true"
    }
  }

  /// Whether row `f` of the view `acting` gives it now.
  func holds(at now: Date) -> SQL { "(\(isGiven) AND f.ends_at > \(now)::timestamptz)" }
}
