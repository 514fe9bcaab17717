public import FoundationEssentials

/// What is wrong with an audit log, at the first place where something is.
public struct AuditFinding: Hashable, Sendable, CustomStringConvertible {
  /// The seal in which it was found.
  public let seal: Int
  public let fault: Fault

  public enum Fault: Hashable, Sendable {
    case row(UUID, position: Int64, RowFault)
    /// Published, and not in the database.
    case cutOff
    /// Not the one that was published.
    case rewritten
    /// Published twice, differently.
    case forked
    /// Neither in the database nor in the object store, though later ones are.
    case missing
    /// The database says that it was published, or a later one is, and it is not in the object store.
    case notPublished
    /// Its bytes in the database or the object store say nothing.
    case unreadable
    /// Not by the key that it names.
    case signature
    case unknownKey(String)
    /// Does not follow the seal before.
    case unlinked
    /// Its list of rows is not the one that was signed.
    case leaves
    /// Its rows have left the database, and are not in the object store.
    case archiveGone
    /// Their archive there says nothing.
    case archiveUnreadable
  }

  public enum RowFault: String, Hashable, Sendable {
    case edited = "was changed after it was sealed"
    case deleted = "was sealed, and is gone"
    case inserted = "was put in after its place was sealed"
    case moved = "stands in another place than the one in which it was sealed"
    case backdated = "claims to be older than a seal that it is not in"
  }

  public var description: String { "seal \(seal): \(fault)" }

  var isOfRow: Bool { if case .row = fault { true } else { false } }
}

extension AuditFinding.Fault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .row(let id, let position, let fault):
      "row \(id.uuidString.lowercased()) at position \(position) \(fault.rawValue)"
    case .cutOff: "it was published, and is not in the database"
    case .rewritten: "it is not the one that was published"
    case .forked: "two different ones were published"
    case .missing: "it is missing, and later ones are there"
    case .notPublished: "it was published, and is not in the object store"
    case .unreadable: "it can't be read"
    case .signature: "its signature is not by the key that it names"
    case .unknownKey(let id): "it is signed with key \(id), which is not known here"
    case .unlinked: "it does not follow the seal before"
    case .leaves: "its list of rows is not the one that was signed"
    case .archiveGone: "its rows were archived, and are not in the object store"
    case .archiveUnreadable: "the archive of its rows in the object store can't be read"
    }
  }
}

/// What became of a clinic's audit log.
public struct AuditReport: Sendable {
  public let tenant: Tenant
  /// Those that were looked at.
  public internal(set) var seals = 0
  public internal(set) var rows = 0
  /// How many of them are in the object store alone.
  public internal(set) var archived = 0
  /// The number of the last seal and the hash of its head: whoever keeps it elsewhere sees if there is ever less.
  public internal(set) var lastHead: String?
  /// Sealed, and not yet in the object store.
  public internal(set) var unpublished = 0
  /// Rows that no seal holds yet.
  public internal(set) var unsealed = 0
  public internal(set) var oldestUnsealed: Date?
  /// The first row that is not as it was, and the first seal. What comes after that row was not looked at.
  public internal(set) var findings: [AuditFinding] = []

  init(tenant: Tenant) {
    self.tenant = tenant
  }
}
