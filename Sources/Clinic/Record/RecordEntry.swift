public import CivilTime
internal import Credentials
public import FoundationEssentials
internal import Postgres

/// What a patient's record holds in versions: an allergy, a condition, a medication. Its fields make the form and the comparison with
/// another's version (docs/decisions/0015); its id is that of all versions together.
public protocol RecordEntry: Fielded where Of == Self {
  static var part: RecordPart { get }
  static var storage: RecordStorage<Self> { get }

  /// As it is stored under an id.
  func with(_ id: ID<Self>) -> Self
  /// Whether it is so at present, as against being over.
  var isPresent: Bool { get }
  /// Since when it is so, and the field that says it; nil where nobody said.
  var begins: (field: String, day: Day)? { get }
}

/// The raw values stand in addresses and in the message catalogues.
public enum RecordPart: String, Sendable, CaseIterable {
  case allergies, conditions, medications, vitals, results
}

extension RecordEntry {
  public var begins: (field: String, day: Day)? { nil }
  public static var words: String { "record.\(part.rawValue)" }
}

/// What somebody entered at one time, and what became of it.
public struct Version<Entry: Sendable>: Sendable {
  public let id: ID<Version<Entry>>
  public let entry: Entry
  public let recorded: Date
  /// Who entered it.
  public let author: String
  /// When another version or nothing took its place, and at whose hands; nil for what counts.
  public let superseded: Date?
  public let supersededBy: String?
  /// It was entered in error.
  public let isWrong: Bool
}

/// Where a kind of entry is stored: all the SQL that is its own.
public struct RecordStorage<E: RecordEntry>: Sendable {
  let table: String
  /// The column that says `entered-in-error`.
  let state: String
  /// In the clear, beside those that all have.
  let columns: [String]
  let values: @Sendable (E) -> [SQL]
  /// What lies sealed.
  let words: @Sendable (E) -> [String: String]
  let read: @Sendable (inout Row, ID<E>, SealedWords) throws -> E
}

/// Texts by name, as they lie in a sealed column.
struct SealedWords: Sendable {
  let texts: [String: String]

  subscript(_ name: String) -> String { texts[name] ?? "" }

  init(_ texts: [String: String]) {
    self.texts = texts.filter { !$1.isEmpty }
  }

  /// - Parameter place: table and row.
  init(_ bytes: [UInt8], _ table: String, _ row: UUID, _ seal: Seal) throws {
    let opened = try seal.box.open(bytes, context: Self.context(table, "\(ID<Self>(row))", seal.tenant))
    texts = try JSONDecoder().decode([String: String].self, from: Data(opened))
  }

  func sealed(_ table: String, _ row: UUID, _ seal: Seal) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try seal.box.seal(
      Array(encoder.encode(texts)), context: Self.context(table, "\(ID<Self>(row))", seal.tenant))
  }

  static func context(_ table: String, _ row: String, _ tenant: ID<Tenant>) -> String {
    "\(tenant)/\(table)/content/\(row)"
  }
}

extension Codec<String> {
  /// A code of some system: letters, digits, points and hyphens; letters become capitals.
  static func code(atMost limit: Int, _ isOne: @escaping @Sendable (String) -> Bool) -> Self {
    Codec(.line(atMost: limit), isOptional: true) { code, _ in
      code
    } value: { typed, _ throws(TextFault) in
      let code = typed.uppercased()
      guard code.isEmpty || code.utf8.count <= limit && isOne(code) else {
        throw TextFault("problem.record-code")
      }
      return code
    }
  }
}
