import FoundationEssentials

extension MailMessage {
  /// The message as it goes over the wire: RFC 5322 headers in ASCII, and a body in quoted-printable, with
  /// CRLF at each line's end and no line past 76 bytes but for what must not be folded. With HTML or a calendar entry it
  /// has parts, of which a program shows the last that it understands (RFC 2046 section 5.1.4).
  public func rendered() -> [UInt8] {
    let headers =
      [
        "Date: \(MailMessage.format(date))",
        field("From", from),
        field("To", to),
        "Subject: \(EncodedWords.text(subject, column: "Subject: ".utf8.count))",
        "Message-ID: <\(id)>",
        // RFC 3834: keeps holiday notices from answering.
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
      ] + unsubscribing
    if html == nil, calendar == nil {
      return Self.entity(headers + words("plain"), QuotedPrintable.encode(text))
    }
    var parts = Self.part(words("plain"), QuotedPrintable.encode(text))
    if let html { parts += Self.part(words("html"), QuotedPrintable.encode(html)) }
    if let calendar { parts += Self.part(calendar.headers, calendar.encoded) }
    return Self.entity(
      headers + ["Content-Type: multipart/alternative; boundary=\"\(Self.boundary)\""],
      parts + Array("--\(Self.boundary)--\r\n".utf8))
  }

  private func words(_ type: String) -> [String] {
    ["Content-Type: text/\(type); charset=utf-8", "Content-Transfer-Encoding: quoted-printable"]
  }

  /// RFC 2369 section 3.2 and RFC 8058 section 3.1: an address, and that one POST to it is enough.
  private var unsubscribing: [String] {
    unsubscribe.map { ["List-Unsubscribe: <\($0)>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"] }
      ?? []
  }

  /// In no part: quoted-printable has no `=_` (RFC 2045 section 6.7), and base64 nothing after a `=`.
  private static let boundary = "=_polyclinic"

  private static func part(_ headers: [String], _ body: [UInt8]) -> [UInt8] {
    Array("--\(boundary)\r\n".utf8) + entity(headers, body)
  }

  private static func entity(_ headers: [String], _ body: [UInt8]) -> [UInt8] {
    Array((headers.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }

  private func field(_ name: String, _ mailbox: Mailbox) -> String {
    guard let shown = mailbox.name else { return "\(name): \(mailbox.address)" }
    let phrase = EncodedWords.phrase(shown, column: name.utf8.count + 2)
    let line = "\(name): \(phrase) <\(mailbox.address)>"
    let lastLine = line.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
    return lastLine <= EncodedWords.lineLimit ? line : "\(name): \(phrase)\r\n <\(mailbox.address)>"
  }

  /// RFC 5322 section 3.3, in UTC.
  private static func format(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents(
      [.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
    let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let weekday = weekdays[((parts.weekday ?? 1) - 1) % 7]
    let month = months[((parts.month ?? 1) - 1) % 12]
    let time = [parts.hour, parts.minute, parts.second].map { number in
      let digits = String(number ?? 0)
      return digits.utf8.count < 2 ? "0" + digits : digits
    }
    return "\(weekday), \(parts.day ?? 1) \(month) \(parts.year ?? 1970) \(time.joined(separator: ":")) +0000"
  }
}
