import Foundation
import Mail
import Testing

@Suite("SMTP", .serialized)
struct SMTPTransportTests {
  @Test("hands a message over, and another program reads what was written")
  func delivers() async throws {
    try await MailServer.run { server in
      let receipt = try await transport(server).deliver(try message())
      #expect(receipt == Receipt(code: 250, reply: "250 2.0.0 Ok: queued as 4WxYz1"))

      let delivered = try server.delivered()
      #expect(delivered.envelopeFrom == "post@riverside.example")
      #expect(delivered.envelopeTo == ["paul@example.org"])
      #expect(delivered.from == ["Riverside", "post@riverside.example"])
      #expect(delivered.to == ["Paul", "paul@example.org"])
      #expect(delivered.headers["Subject"] == "Your appointment")
      #expect(delivered.headers["Message-ID"] == "<1@riverside.example>")
      #expect(delivered.date == "2026-11-21T06:05:09+00:00")
      #expect(delivered.text == "See you on Monday.\n")
      #expect(delivered.defects.isEmpty)
    }
  }

  @Test(
    "says what a refusal means",
    arguments: [
      ("refuse", MailFault.permanent(code: 550)), ("defer", .temporary(code: 451)),
      ("refuse-body", .permanent(code: 554)), ("defer-body", .temporary(code: 452)),
      ("drop", .temporary(code: nil)),
    ])
  func refusals(kind: String, fault: MailFault) async throws {
    try await MailServer.run { server in
      let message = try message(to: "\(kind)@example.org")
      await #expect(throws: fault) { try await transport(server).deliver(message) }
    }
  }

  @Test("blames the settings, not the message, when the server wants a password first")
  func wantsSignIn() async throws {
    try await MailServer.run { server in
      let message = try message(to: "sign-in-first@example.org")
      await expectUnavailable { try await transport(server).deliver(message) }
    }
  }

  @Test(
    "keeps the connection for the next message, also after a refusal, and begins another when the server hung up"
  )
  func connections() async throws {
    try await MailServer.run { server in
      var settings = settings(server)
      settings.connections = 1
      let transport = SMTPTransport(settings)
      for nth in 1...3 {
        _ = try await transport.deliver(try message())
        #expect(try server.delivered().nth == nth)
      }
      await #expect(throws: MailFault.permanent(code: 550)) {
        try await transport.deliver(try message(to: "refuse@example.org"))
      }
      _ = try await transport.deliver(try message(to: "hang-up@example.org"))
      let before = try server.delivered().nth
      try await Task.sleep(for: .milliseconds(500))
      // The kept connection is dead: the message goes over a new one, and nobody is told of a fault.
      _ = try await transport.deliver(try message())
      #expect(try server.delivered().nth == 1 && before >= 1)
    }
  }

  @Test("carries the same words as HTML, and the way out of letters that can be done without")
  func html() async throws {
    try await MailServer.run { server in
      let link = "https://riverside.example/unsubscribe/1"
      let letter = try MailMessage(
        id: "1@riverside.example", from: Mailbox(name: "Riverside", address: "post@riverside.example"),
        to: Mailbox(address: "paul@example.org"), subject: "Your appointment", text: "See you on Monday.",
        html: "<p>See you on <b>Monday</b>.</p>", date: Date(timeIntervalSince1970: 0), unsubscribe: link)
      _ = try await transport(server).deliver(letter)
      let delivered = try server.delivered()
      #expect(delivered.parts == ["text/plain", "text/html"])
      #expect(delivered.text.hasPrefix("See you on Monday."))
      #expect(delivered.html?.contains("<p>See you on <b>Monday</b>.</p>") == true)
      // RFC 8058 section 3.1
      #expect(delivered.headers["List-Unsubscribe"] == "<\(link)>")
      #expect(delivered.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
      #expect(delivered.defects.isEmpty && delivered.isASCII)
    }
  }

  @Test(
    "lets no address break out of a header",
    arguments: [
      "https://a.example/\r\nBcc: x@y", "https://a.example/>", "https://ä.example",
      "https://a.example/" + String(repeating: "x", count: 883),
    ])
  func unsubscribing(link: String) throws {
    let from = try Mailbox(address: "post@riverside.example")
    #expect(throws: MailFault.invalidHeader("List-Unsubscribe")) {
      try MailMessage(
        id: "1@riverside.example", from: from, to: from, subject: "", text: "",
        date: Date(timeIntervalSince1970: 0),
        unsubscribe: link)
    }
  }

  @Test("gives up on a slow server at the deadline")
  func slow() async throws {
    try await MailServer.run { server in
      var settings = settings(server)
      settings.deadline = .milliseconds(700)
      let (transport, message) = (SMTPTransport(settings), try message(to: "slow@example.org"))
      let start = ContinuousClock.now
      await expectUnavailable { try await transport.deliver(message) }
      #expect(ContinuousClock.now - start < .seconds(20))
    }
  }

  @Test("gives up on a server that never says a word")
  func silent() async throws {
    try await MailServer.run(.silent) { server in
      var settings = settings(server)
      settings.deadline = .milliseconds(700)
      let (transport, message) = (SMTPTransport(settings), try message())
      await expectUnavailable { try await transport.deliver(message) }
    }
  }

  @Test("ends when its task is cancelled")
  func cancelled() async throws {
    try await MailServer.run { server in
      let (transport, message) = (transport(server), try message(to: "slow@example.org"))
      let start = ContinuousClock.now
      let delivery = Task { try await transport.deliver(message) }
      try await Task.sleep(for: .milliseconds(300))
      delivery.cancel()
      await #expect(throws: MailFault.self) { try await delivery.value }
      #expect(ContinuousClock.now - start < .seconds(20))
    }
  }

  @Test("is unavailable when nobody listens, or the server turns everyone away")
  func unreachable() async throws {
    let message = try message()
    let nobody = SMTPTransport(SMTPSettings(host: "127.0.0.1", port: 1, tls: .none))
    await expectUnavailable { try await nobody.deliver(message) }
    try await MailServer.run(.turnsAway) { server in
      await expectUnavailable { try await transport(server).deliver(message) }
    }
  }

  @Test("refuses when its line is full")
  func full() async throws {
    try await MailServer.run { server in
      var settings = settings(server)
      (settings.connections, settings.waiting, settings.deadline) = (1, 1, .seconds(2))
      let (transport, message) = (SMTPTransport(settings), try message(to: "slow@example.org"))
      let faults = await withTaskGroup(of: MailFault?.self) { group in
        for _ in 0..<6 {
          group.addTask {
            do throws(MailFault) {
              _ = try await transport.deliver(message)
              return nil
            } catch {
              return error
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(faults.filter { $0 == .unavailable("too many messages are waiting") }.count == 4)
    }
  }

  private func expectUnavailable(_ deliver: () async throws -> Receipt) async {
    let error = await #expect(throws: MailFault.self) { try await deliver() }
    guard case .unavailable = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

func settings(_ server: MailServer, _ tls: SMTPSettings.TLSMode = .none) -> SMTPSettings {
  SMTPSettings(host: "127.0.0.1", port: server.port, tls: tls)
}

func transport(_ server: MailServer) -> SMTPTransport { SMTPTransport(settings(server)) }

func message(
  to address: String = "paul@example.org", name: String = "Paul", subject: String = "Your appointment",
  text: String = "See you on Monday."
) throws -> MailMessage {
  try MailMessage(
    id: "1@riverside.example", from: Mailbox(name: "Riverside", address: "post@riverside.example"),
    to: Mailbox(name: name, address: address), subject: subject, text: text,
    date: Date(timeIntervalSince1970: 1_795_241_109))
}
