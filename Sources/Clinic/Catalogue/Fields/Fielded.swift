/// What is made of fields: its form, its comparison with another version, the record of its changes and its columns in a file
/// all follow from them.
public protocol Fielded: Sendable {
  /// Whose id it has.
  associatedtype Of

  /// What a form for a new one shows.
  static var blank: Self { get }
  /// Fields that a form for a new one leaves empty, whatever `blank` says: they have no usual value.
  static var unset: Set<String> { get }
  static var groups: [FieldGroup<Self>] { get }
  /// How many empty rows a form shows at once beside those that are there.
  static var openRows: Int { get }
  /// What the column of a file is called by which one is known again.
  static var handle: String { get }
  /// With which the keys of its texts begin in the message catalogues.
  static var words: String { get }

  var id: ID<Of> { get }
  /// As lists show it.
  var title: String { get }
  /// What no single field can tell.
  var problems: [Problem] { get }
  /// That nothing is there. It is not said where something was typed that could not be read.
  var missing: Problem? { get }
}

extension Fielded {
  public static var fields: [EntryField<Self>] { groups.flatMap(\.fields) }
  public static var unset: Set<String> { [] }
  public static var openRows: Int { 0 }
  public static var handle: String { "id" }
  public var problems: [Problem] { [] }
  public var missing: Problem? { nil }

  /// What each field says.
  public func texts(in surroundings: Surroundings) -> [String: Texts] {
    Dictionary(uniqueKeysWithValues: Self.fields.map { ($0.key, $0.texts(self, surroundings)) })
  }

  /// What a form for a new one shows.
  public static func blankTexts(in surroundings: Surroundings) -> [String: Texts] {
    blank.texts(in: surroundings).filter { key, _ in !unset.contains(key) }
  }
}
