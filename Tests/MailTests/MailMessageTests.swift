import FoundationEssentials
import Mail
import Testing

@Suite("A message", .serialized)
struct MailMessageTests {
  @Test(
    "is read by Python's e-mail parser as it was meant, whatever its script",
    arguments: [
      "Your appointment", "Ihr Termin am Montag – Grüße", "您的预约已确认", "موعدك يوم الاثنين",
      "Ваш приём в понедельник", "नमस्ते", "👩🏽‍⚕️ 🏥", "a =?UTF-8?B?eA==?= b", " blanks ",
      String(repeating: "long words ", count: 20) + "end",
      String(repeating: "é", count: 200), String(repeating: "👩🏽‍⚕️", count: 40),
      "\"quoted\" \\ <x@y.example>, (comment)",
    ])
  func scripts(text: String) async throws {
    try await MailServer.run { server in
      let body = "\(text)\n\n.\n..dots\n\(text) \n=3D\t\nend"
      _ = try await transport(server).deliver(try message(name: text, subject: text, text: body))
      let delivered = try server.delivered()
      #expect(delivered.headers["Subject"] == text)
      #expect(delivered.to == [text, "paul@example.org"])
      #expect(delivered.text == body + "\n")
      #expect(delivered.longestLine <= 76)
      #expect(delivered.isASCII)
      #expect(delivered.defects.isEmpty)
    }
  }

  @Test(
    "cannot get a header of its own out of a subject or a name",
    arguments: ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\0b", "a\u{85}b", "a\u{2028}b", "a\u{B}b", "\r\n"])
  func injection(text: String) {
    #expect(throws: MailFault.invalidHeader("Subject")) { try message(subject: text) }
    #expect(throws: MailFault.invalidHeader("name")) { try message(name: text) }
    #expect(throws: MailFault.invalidAddress) { try Mailbox(address: "\(text)@example.org") }
    #expect(throws: MailFault.invalidAddress) { try Mailbox(address: "a@example.org\(text)") }
  }

  @Test(
    "cannot get a header of its own out of its id",
    arguments: ["", "1", "1@x>\r\nBcc: a@b", "a b@c", "<1@x>"])
  func identifier(id: String) throws {
    let mailbox = try Mailbox(address: "a@example.org")
    #expect(throws: MailFault.invalidHeader("Message-ID")) {
      try MailMessage(id: id, from: mailbox, to: mailbox, subject: "", text: "", date: .now)
    }
  }

  @Test("has lines of CRLF whatever its text has")
  func lineBreaks() throws {
    let rendered = String(decoding: try message(text: "a\r\nb\nc\rd\n\ne").rendered(), as: UTF8.self)
    let body = try #require(rendered.split(separator: "\r\n\r\n", maxSplits: 1).last)
    #expect(body == "a\r\nb\r\nc\r\nd\r\n\r\ne\r\n")
  }

  @Test("has no blank at the end of a line, where servers may drop it, and none past 76 bytes")
  func blanks() throws {
    for width in 70...80 {
      let text = String(repeating: "a", count: width) + " \t\n " + String(repeating: "é", count: width)
      let rendered = String(decoding: try message(text: text).rendered(), as: UTF8.self)
      let lines = rendered.split(separator: "\r\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { $0.last != " " && $0.last != "\t" && $0.utf8.count <= 76 })
    }
  }

  @Test("does not show whom it is for or what it says")
  func description() throws {
    #expect(String(reflecting: try message()) == "MailMessage(1@riverside.example)")
    #expect(String(reflecting: try message().to) == "Mailbox(...)")
  }
}

@Suite("An address")
struct MailboxTests {
  @Test(
    "is taken as it is",
    arguments: [
      "a@b", "paul.o'neil+x@mail.riverside.example", String(repeating: "a", count: 64) + "@example.org",
    ])
  func valid(address: String) throws {
    #expect(try Mailbox(address: address).address == address)
  }

  @Test(
    "is refused when SMTP would not carry it",
    arguments: [
      "", "a", "@b", "a@", "a@b@c", "a b@c", "<a@b>", "a@b c", ".a@b", "a.@b", "a..b@c", "a@-b", "a@b-",
      "a@b..c", "a@b.", "ä@b", "a@ä", "\"a\"@b", "a@[127.0.0.1]", "a,b@c",
      String(repeating: "a", count: 65) + "@example.org",
      "a@" + String(repeating: "b", count: 64), "a@" + String(repeating: "b.", count: 130) + "c",
    ])
  func invalid(address: String) {
    #expect(throws: MailFault.invalidAddress) { try Mailbox(address: address) }
  }

  @Test("is read with its name")
  func withName() throws {
    let plain = try Mailbox("post@riverside.example")
    #expect((plain.name, plain.address) == (nil, "post@riverside.example"))
    for name in ["Riverside Clinic ", "\"Riverside Clinic\"  "] {
      let text = name + "<post@riverside.example>"
      #expect(try Mailbox(text) == Mailbox(name: "Riverside Clinic", address: "post@riverside.example"))
    }
    #expect(try Mailbox("<post@riverside.example>") == plain)
    #expect(throws: MailFault.invalidAddress) { try Mailbox("Riverside <post>") }
  }
}
