public import FoundationEssentials

/// A VEVENT (RFC 5545 section 3.6.1).
public struct CalendarEvent: Sendable {
  /// The same wherever and however often the event is told of.
  public let uid: String
  /// Goes up with each change that people have to know of (RFC 5545 section 3.8.7.4).
  public let sequence: Int
  /// When what is told of it was so.
  public let stamp: Date
  public let during: Range<Date>
  public let status: Status
  public let summary: String
  public let description: String
  public let location: String
  /// An absolute address.
  public let url: String
  /// Of summary and description, by RFC 5646; empty where nobody has said.
  public let language: String

  /// RFC 5545 section 3.8.1.11.
  public enum Status: String, Sendable, CaseIterable {
    case tentative = "TENTATIVE"
    case confirmed = "CONFIRMED"
    case cancelled = "CANCELLED"
  }

  /// - Throws: `invalidUID`, `emptyTime`. Whole seconds count: iCalendar has nothing smaller.
  public init(
    uid: String, sequence: Int, stamp: Date, during: Range<Date>, status: Status, summary: String,
    description: String = "", location: String = "", url: String = "", language: String = ""
  ) throws(CalendarFault) {
    guard (1...255).contains(uid.utf8.count) else { throw .invalidUID }
    guard during.lowerBound.wholeSeconds < during.upperBound.wholeSeconds else { throw .emptyTime }
    self.uid = uid
    self.sequence = max(sequence, 0)
    self.stamp = stamp
    self.during = during
    self.status = status
    self.summary = summary
    self.description = description
    self.location = location
    self.url = url
    self.language = language
  }
}
