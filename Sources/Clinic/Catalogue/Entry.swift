/// Something that a clinic keeps of itself: a service, a room, a doctor.
public protocol Entry: Fielded {
  static var noun: Noun { get }
  static var storage: EntryStorage<Self> { get }

  /// What a file that has no numbers knows it by: its title, unless it says otherwise.
  var identifier: String { get }
  /// Whether no two have the same.
  static var isIdentifierUnique: Bool { get }
  /// Whether it is in use; what is not, is retired.
  var isActive: Bool { get }
  /// Whether it is kept only for who has proved a short while ago who they are.
  static var needsConfirmation: Bool { get }
  /// What speaks against this visitor's keeping it.
  func objection(by visitor: Visitor) -> Problem?
}

extension Entry {
  /// Whether it can be taken out of use; what can't, can be taken away.
  public static var isRetirable: Bool { storage.setActive != nil }

  public static var words: String { "kept.\(noun.rawValue)" }
  public var identifier: String { title }
  public static var isIdentifierUnique: Bool { true }
  public static var needsConfirmation: Bool { false }
  public func objection(by visitor: Visitor) -> Problem? { nil }
}

/// What there are entries of. The raw values stand in addresses and in the message catalogues.
public enum Noun: String, Sendable, CaseIterable {
  case specialties, places, devices, holidays, services, practitioners
  /// Of which each clinic has one: its own row of the tenants.
  case settings, access

  /// Those that there are lists of.
  public static let listed: [Noun] = [.specialties, .places, .devices, .holidays, .services, .practitioners]
}
