public import FoundationEssentials

/// A private link to somebody's appointments, as its owner sees it: the link itself nobody sees again.
public struct CalendarFeed: Sendable {
  public let id: ID<CalendarFeed>
  public let createdAt: Date

  /// One for each program that a person has, and not so many that a forgotten one is not seen.
  public static let mostPerAccount = 3
  public static let mostEntries = 1000

  static func window(at now: Date) -> Range<Date> {
    (now - 90 * 86_400)..<(now + 400 * 86_400)
  }

  /// Whose link it is.
  public struct Reader: Sendable {
    public let role: Role
    /// ISO 639-1.
    public let language: String
  }
}
