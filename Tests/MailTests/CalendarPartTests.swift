import Foundation
import Mail
import Testing

@Suite("A message with a calendar entry", .serialized)
struct CalendarPartTests {
  static let entry = Array(
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Grüße – 您的预约\r\n--=_polyclinic--\r\nEND:VCALENDAR\r\n".utf8)

  private func message(_ content: [UInt8]?, text: String = "Hello") throws -> MailMessage {
    let mailbox = try Mailbox(address: "paul@example.org")
    return try MailMessage(
      id: "1@riverside.example", from: mailbox, to: mailbox, subject: "Your appointment", text: text,
      date: Date(timeIntervalSince1970: 0),
      calendar: content.map { content throws in try CalendarPart(method: "REQUEST", content: content) })
  }

  @Test("is read by Python's e-mail parser as two ways to say the same, the entry last and byte for byte")
  func parsed() async throws {
    try await MailServer.run { server in
      let text = "Hello\n--=_polyclinic\nContent-Type: text/html\n\n--=_polyclinic--\n"
      for count in [0, 1, 2, 55, 56, 57, 58, 59, 200] {
        let content = Self.entry + Array(repeating: UInt8(ascii: "x"), count: count)
        _ = try await transport(server).deliver(try message(content, text: text))
        let delivered = try server.delivered()
        #expect(delivered.parts == ["text/plain", "text/calendar"])
        // The last line's end belongs to the boundary (RFC 2046 section 5.1.1).
        #expect(delivered.text + "\n" == text)
        #expect(delivered.calendar == String(decoding: content, as: UTF8.self))
        #expect(delivered.calendarType == "text/calendar; charset=\"utf-8\"; method=\"REQUEST\"")
        #expect(delivered.longestLine <= 76 && delivered.isASCII && delivered.defects.isEmpty)
      }
    }
  }

  @Test("has a boundary that stands in neither part, whatever they say")
  func boundary() throws {
    let hostile = "--=_polyclinic--\r\n--=_polyclinic\r\n=_polyclinic"
    let rendered = String(
      decoding: try message(Array(hostile.utf8), text: hostile).rendered(), as: UTF8.self)
    #expect(rendered.ranges(of: "=_polyclinic").count == 4)
    #expect(rendered.ranges(of: "\r\n--=_polyclinic").count == 3)
    #expect(rendered.hasSuffix("\r\n--=_polyclinic--\r\n"))
  }

  @Test(
    "has the method in a header, and nothing else",
    arguments: ["", "request", "A; x=y", "A\r\nB", String(repeating: "A", count: 21)])
  func method(name: String) {
    #expect(throws: MailFault.invalidHeader("Content-Type")) { try CalendarPart(method: name, content: []) }
  }

  @Test("differs from one without in nothing before the type of its contents, and that one is as it ever was")
  func plain() throws {
    let plain = String(decoding: try message(nil).rendered(), as: UTF8.self)
    #expect(
      plain == """
        Date: Thu, 1 Jan 1970 00:00:00 +0000\r
        From: paul@example.org\r
        To: paul@example.org\r
        Subject: Your appointment\r
        Message-ID: <1@riverside.example>\r
        Auto-Submitted: auto-generated\r
        MIME-Version: 1.0\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Transfer-Encoding: quoted-printable\r
        \r
        Hello\r

        """)
    let both = String(decoding: try message(Self.entry).rendered(), as: UTF8.self)
    let head = plain.prefix(upTo: try #require(plain.range(of: "Content-Type")).lowerBound)
    #expect(both.hasPrefix(head + "Content-Type: multipart/alternative; boundary=\"=_polyclinic\"\r\n\r\n--"))
  }

  @Test("does not show what the entry says")
  func description() throws {
    let part = try CalendarPart(method: "CANCEL", content: Self.entry)
    #expect(String(reflecting: part) == "CalendarPart(CANCEL)")
  }
}
