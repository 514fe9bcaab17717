public import FoundationEssentials
internal import Postgres

/// The identity of a `Patient`, an `Appointment` ...: a UUIDv7 (RFC 9562) that can't be mistaken for another kind's.
public struct ID<Of>: Hashable, Sendable, CustomStringConvertible {
  public let uuid: UUID

  public init(_ uuid: UUID) {
    self.uuid = uuid
  }

  /// Reads an id from an address or a form; `nil` for anything but the canonical 36 characters.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == 36, let uuid = UUID(uuidString: String(text)) else { return nil }
    self.uuid = uuid
  }

  /// The nil UUID (RFC 9562 section 5.9), of what has no record yet.
  public static var unstored: Self { Self(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))) }

  public var description: String { uuid.uuidString.lowercased() }
}

extension SQL.StringInterpolation {
  mutating func appendInterpolation<Of>(_ id: ID<Of>) {
    appendInterpolation(id.uuid)
  }

  mutating func appendInterpolation<Of>(_ id: ID<Of>?) {
    appendInterpolation(id?.uuid)
  }
}

extension Row {
  mutating func next<Of>(_: ID<Of>.Type = ID<Of>.self) throws -> ID<Of> {
    ID(try next(UUID.self))
  }

  mutating func next<Of>(_: ID<Of>?.Type = ID<Of>?.self) throws -> ID<Of>? {
    try next(UUID?.self).map(ID.init)
  }
}
