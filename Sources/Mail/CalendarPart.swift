public import FoundationEssentials

/// A calendar entry in a message (RFC 6047): an iCalendar object, and what is to be done with it.
public struct CalendarPart: Hashable, Sendable {
  /// `REQUEST` or another method of RFC 5546; the same as in the object.
  public let method: String
  public let content: [UInt8]

  /// - Throws: `invalidHeader` when the method is none: it stands in a header.
  public init(method: String, content: [UInt8]) throws(MailFault) {
    let isName = method.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    guard isName, (1...20).contains(method.utf8.count) else { throw .invalidHeader("Content-Type") }
    self.method = method
    self.content = content
  }

  var headers: [String] {
    [
      "Content-Type: text/calendar; charset=utf-8; method=\(method)", "Content-Transfer-Encoding: base64",
    ]
  }

  /// RFC 2045 section 6.8: base64 keeps the CRLFs within, which mean something there.
  var encoded: [UInt8] {
    let text = Data(content).base64EncodedData(options: [
      .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
    ])
    return Array(text) + [0x0D, 0x0A]
  }
}

extension CalendarPart: CustomStringConvertible, CustomReflectable {
  public var description: String { "CalendarPart(\(method))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
