/// What a visit occupies, and when: a service names one for each phase.
public struct Requirement: Hashable, Sendable {
  public let resource: Resource
  /// Minutes from the visit's start.
  public let from: Int
  /// Minutes from the visit's start; nil for its end.
  public let until: Int?

  public enum Resource: Hashable, Sendable {
    /// Who is booked by name.
    case practitioner
    /// The room of their hours.
    case room
    case anyOf(Pool)
  }

  public init(_ resource: Resource, from: Int = 0, until: Int? = nil) {
    self.resource = resource
    self.from = from
    self.until = until
  }

  /// A service that says nothing needs its practitioner and the room of their hours all the time.
  static let usual = [Requirement(.practitioner), Requirement(.room)]
  /// To an online visit nobody comes, so that the room is free for others.
  static let usualOnline = [Requirement(.practitioner)]
}

/// The resources of one kind, of which any will do.
public struct Pool: Hashable, Sendable {
  public enum Of: String, Sendable, CaseIterable {
    case staff, location, device
  }

  public let of: Of
  /// `nurse`, `ultrasound`.
  public let kind: String

  public init(_ of: Of, _ kind: String) {
    self.of = of
    self.kind = kind
  }
}
