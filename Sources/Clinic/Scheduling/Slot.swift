public import FoundationEssentials

/// A free time (FHIR R4 Slot): computed, never stored.
public struct Slot: Hashable, Sendable {
  /// The room of the practitioner's hours.
  public let location: ID<Location>
  public let during: Range<Date>
  public let needs: [Need]
  /// In a group visit: how many more people it takes; else 1.
  public let places: Int

  /// What a visit at this time occupies: the practitioner, the room, or one of several that are free.
  public struct Need: Hashable, Sendable {
    public let resource: Resource
    /// Seconds from the visit's start, buffers included.
    public let from: Int
    public let until: Int

    public enum Resource: Hashable, Sendable {
      case practitioner
      case room
      case anyOf(Pool.Of, [UUID])
    }

    public init(_ resource: Resource, from: Int, until: Int) {
      self.resource = resource
      self.from = from
      self.until = until
    }
  }

  public init(location: ID<Location>, during: Range<Date>, needs: [Need], places: Int = 1) {
    self.location = location
    self.during = during
    self.needs = needs
    self.places = places
  }

  /// Occupies practitioner and room all the time.
  public init(location: ID<Location>, during: Range<Date>) {
    let length = Int(during.upperBound.timeIntervalSince(during.lowerBound))
    self.init(
      location: location, during: during,
      needs: [Need(.practitioner, from: 0, until: length), Need(.room, from: 0, until: length)])
  }
}
