public import CivilTime
public import FoundationEssentials

/// A VCALENDAR (RFC 5545 section 3.4) in one time zone: what is mailed, downloaded or subscribed to.
public struct CalendarObject: Sendable {
  public let method: Method
  public let organizer: CalendarUser
  public let events: [CalendarEvent]
  public let zone: TimeZoneRules
  public let subscription: Subscription?
  /// What the zone has to be right about when there is no event.
  let instant: Date

  /// What is to be done with the events (RFC 5546 section 3.2). Who is asked or told stands with it: what is published is
  /// for nobody in particular, and has no attendee.
  public enum Method: Hashable, Sendable {
    case publish
    case request(CalendarUser)
    case cancel(CalendarUser)

    public var name: String {
      switch self {
      case .publish: "PUBLISH"
      case .request: "REQUEST"
      case .cancel: "CANCEL"
      }
    }

    var attendee: CalendarUser? {
      switch self {
      case .publish: nil
      case .request(let user), .cancel(let user): user
      }
    }
  }

  /// Of a calendar that is asked for again and again.
  public struct Subscription: Hashable, Sendable {
    public let name: String
    /// Hours after which to look again (RFC 7986 section 5.7).
    public let hours: Int

    public init(name: String, hours: Int) {
      self.name = name
      self.hours = hours
    }
  }

  public static let mostEvents = 2000

  /// - Throws: `tooManyEvents`.
  public init(
    _ method: Method, by organizer: CalendarUser, _ events: [CalendarEvent], in zone: TimeZoneRules,
    at instant: Date,
    subscription: Subscription? = nil
  ) throws(CalendarFault) {
    guard events.count <= Self.mostEvents else { throw .tooManyEvents }
    self.method = method
    self.organizer = organizer
    self.events = events
    self.zone = zone
    self.instant = instant
    self.subscription = subscription
  }
}
