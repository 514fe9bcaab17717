public import CivilTime
public import FoundationEssentials

/// That somebody else looked at a patient's record, or that something was done with it that nobody's hands did, as its owner
/// is told of it. What one person looked at on one day, for one purpose, is one.
public struct RecordLook: Sendable {
  public let who: Who
  public let act: Act
  public let purpose: Purpose
  /// What they gave as a reason, in an emergency.
  public let reason: String
  /// The child whose record it is; nil for the owner's own.
  public let child: String?
  public let first: Date
  public let last: Date
  public let count: Int

  public enum Who: Hashable, Sendable {
    case staff(name: String, role: Role)
    /// The server, by itself.
    case nobody
  }

  /// Events that a page is made of.
  public static let pageSize = 500
}

/// Some of the looks, the latest first.
public struct RecordLooks: Sendable {
  let events: [Event]
  /// Whether there are earlier ones.
  public let hasMore: Bool

  /// The event behind which the next page begins.
  public var last: ID<AuditEntry>? { events.last?.id }

  struct Event: Sendable {
    let id: ID<AuditEntry>
    let who: RecordLook.Who
    let act: Act
    let purpose: Purpose
    let reason: String
    let child: String?
    let at: Date
  }

  /// What is the same in the events that are one look.
  private struct Sameness: Hashable {
    let who: RecordLook.Who
    let act: Act
    let purpose: Purpose
    let reason: String
    let child: String?
    let day: Day
  }

  /// Each in the place of its latest event.
  public func collapsed(in zone: TimeZoneRules) -> [RecordLook] {
    var order: [Sameness] = []
    var groups: [Sameness: [Event]] = [:]
    for event in events {
      let sameness = Sameness(
        who: event.who, act: event.act, purpose: event.purpose, reason: event.reason, child: event.child,
        day: zone.local(event.at).day)
      if groups[sameness] == nil { order.append(sameness) }
      groups[sameness, default: []].append(event)
    }
    return order.compactMap { sameness in
      guard let group = groups[sameness], let latest = group.first, let earliest = group.last else {
        return nil
      }
      return RecordLook(
        who: latest.who, act: latest.act, purpose: latest.purpose, reason: latest.reason,
        child: latest.child, first: earliest.at, last: latest.at, count: group.count)
    }
  }
}
