public import CivilTime
public import FoundationEssentials
internal import Postgres

/// That a person's data be erased (GDPR article 17): asked for by the patient, or by a parent for a child under age, and decided
/// by an administrator who is somebody else.
public struct ErasureRequest: Sendable {
  public let id: ID<ErasureRequest>
  public let patient: ID<Patient>
  /// The patient's, by which the request is spoken of when there is no name any more.
  public let number: Int
  /// Empty once it was carried out.
  public let name: String
  /// Who asks; empty once their account is gone.
  public let asker: String
  public let isAskers: Bool
  public let reason: String
  public let state: State
  public let askedAt: Date
  public let decider: String
  public let decidedAt: Date?
  /// On which it was declined.
  public let basis: Basis?
  /// Of whoever declined it.
  public let words: String
  /// The last days on which the record and invoices are kept; nil for what is not.
  public let recordUntil: Day?
  public let invoicesUntil: Day?
  /// What happened to which rows; empty before it was carried out.
  public let lines: [ErasureLine]
  public let doneAt: Date?
  /// Objects that are still to go from the store.
  public let objectsLeft: Int
  public let receipt: ErasureReceipt?

  public enum State: String, Sendable, CaseIterable {
    case asked, withdrawn, declined, erasing, done
  }

  /// Why a request is declined: GDPR articles 12(6), 17(3)(b) and 17(3)(e), or another reason that the words tell.
  public enum Basis: String, Sendable, CaseIterable {
    case identity, law, claims, other
  }

  /// Seconds in which whoever asked can think better of it: nobody carries it out before. The database holds to it, too.
  public static let coolingOff: TimeInterval = 7 * 86_400
  /// Seconds for which the receipt's link works.
  public static let linkLifetime: TimeInterval = 30 * 86_400
  public static let longestReason = 500
  public static let longestWords = 500
  /// On the page of those that wait.
  public static let most = 100

  /// From when on it can be carried out.
  public var ripeAt: Date { askedAt + Self.coolingOff }
}

/// What happens to so many rows of one kind.
public struct ErasureLine: Hashable, Sendable, Codable {
  public let topic: String
  public let fate: Fate
  /// What keeps them.
  public let hold: Hold
  public let rows: Int

  public enum Fate: String, Sendable, Codable, CaseIterable {
    case erased
    /// The row stays, and says nothing of the person.
    case emptied
    case kept
  }

  public enum Hold: String, Sendable, Codable, CaseIterable {
    case nothing = ""
    case record, invoices, either, always
  }

  /// As rules name them, in the order in which they are told.
  public static let topics = [
    "person", "account", "search", "messages", "letters", "intake", "documents", "visits", "record",
    "invoices", "log",
  ]

  /// One line of those that are alike.
  public static func summed(_ lines: [ErasureLine]) -> [ErasureLine] {
    topics.flatMap { topic in
      Fate.allCases.flatMap { fate in
        Hold.allCases.compactMap { hold in
          let alike = lines.filter { $0.topic == topic && $0.fate == fate && $0.hold == hold }
          return alike.isEmpty
            ? nil : ErasureLine(topic: topic, fate: fate, hold: hold, rows: alike.map(\.rows).reduce(0, +))
        }
      }
    }
  }
}

/// What would happen to a person's data today.
public struct ErasurePlan: Sendable {
  public let lines: [ErasureLine]
  public let recordUntil: Day?
  public let invoicesUntil: Day?
}
