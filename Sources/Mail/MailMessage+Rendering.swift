import FoundationEssentials

extension MailMessage {
  /// The message as it goes over the wire: RFC 5322 headers in ASCII, and a body in quoted-printable, with
  /// CRLF at each line's end and no line past 76 bytes but for what must not be folded.
  public func rendered() -> [UInt8] {
    let headers = [
      "Date: \(MailMessage.format(date))",
      field("From", from),
      field("To", to),
      "Subject: \(EncodedWords.text(subject, column: "Subject: ".utf8.count))",
      "Message-ID: <\(id)>",
      // RFC 3834: keeps holiday notices from answering.
      "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
    ]
    return Array((headers.joined(separator: "\r\n") + "\r\n\r\n").utf8) + QuotedPrintable.encode(text)
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
