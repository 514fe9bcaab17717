public import FoundationEssentials

/// A message for one person: plain text, perhaps the same as HTML, perhaps a calendar entry.
public struct MailMessage: Hashable, Sendable {
  /// The Message-ID without its angle brackets, such as `0190...@riverside.example`. It stays the same
  /// however often delivery is tried, so that a copy can be known as one.
  public let id: String
  public let from: Mailbox
  public let to: Mailbox
  public let subject: String
  public let text: String
  /// The same words, for programs that prefer it.
  public let html: String?
  public let date: Date
  /// For the recipient's calendar.
  public let calendar: CalendarPart?
  /// The https address that ends such letters at one POST (RFC 8058); nil for what its reader can't do without.
  public let unsubscribe: String?

  /// - Throws: `invalidHeader` when the subject has control characters, line breaks first of all, or the id
  ///   is not of the form of an address, or the address to unsubscribe at does not fit into a header.
  public init(
    id: String, from: Mailbox, to: Mailbox, subject: String, text: String, html: String? = nil, date: Date,
    calendar: CalendarPart? = nil, unsubscribe: String? = nil
  ) throws(MailFault) {
    guard (try? Mailbox(address: id)) != nil else { throw .invalidHeader("Message-ID") }
    guard !subject.unicodeScalars.contains(where: \.isControl) else { throw .invalidHeader("Subject") }
    guard unsubscribe.map(Self.isAddress) ?? true else { throw .invalidHeader("List-Unsubscribe") }
    self.id = id
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.html = html
    self.date = date
    self.calendar = calendar
    self.unsubscribe = unsubscribe
  }

  /// Printable ASCII without what ends an address in a header, and short enough for a line of RFC 5322.
  private static func isAddress(_ text: String) -> Bool {
    text.utf8.count <= 900 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>,".utf8.contains($0) }
  }
}

extension MailMessage: CustomStringConvertible, CustomReflectable {
  public var description: String { "MailMessage(\(id))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
