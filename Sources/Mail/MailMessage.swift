public import FoundationEssentials

/// A message of plain text for one person, and perhaps a calendar entry.
public struct MailMessage: Hashable, Sendable {
  /// The Message-ID without its angle brackets, such as `0190...@riverside.example`. It stays the same
  /// however often delivery is tried, so that a copy can be known as one.
  public let id: String
  public let from: Mailbox
  public let to: Mailbox
  public let subject: String
  public let text: String
  public let date: Date
  /// For the recipient's calendar.
  public let calendar: CalendarPart?

  /// - Throws: `invalidHeader` when the subject has control characters, line breaks first of all, or the id
  ///   is not of the form of an address.
  public init(
    id: String, from: Mailbox, to: Mailbox, subject: String, text: String, date: Date,
    calendar: CalendarPart? = nil
  ) throws(MailFault) {
    guard (try? Mailbox(address: id)) != nil else { throw .invalidHeader("Message-ID") }
    guard !subject.unicodeScalars.contains(where: \.isControl) else { throw .invalidHeader("Subject") }
    self.id = id
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.date = date
    self.calendar = calendar
  }
}

extension MailMessage: CustomStringConvertible, CustomReflectable {
  public var description: String { "MailMessage(\(id))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
