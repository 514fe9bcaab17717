import Mail
import Testing

@Suite("SMTP, tried again or not", .serialized)
struct SMTPRetryTests {
  @Test("only what is certain not to work is final")
  func final() {
    let faults: [(MailFault, Bool)] = [
      (.permanent(code: 550), true), (.invalidAddress, true), (.invalidHeader("Subject"), true),
      (.temporary(code: 451), false), (.temporary(code: nil), false), (.unavailable("no connection"), false),
    ]
    for (fault, isFinal) in faults { #expect(fault.isFinal == isFinal, "\(fault)") }
  }

  @Test("a kept connection that ends before the message was on its way costs nobody anything")
  func lostBefore() async throws {
    try await MailServer.run { server in
      let transport = oneConnection(to: server)
      _ = try await transport.deliver(try message(to: "hang-up-at-next@example.org"))
      #expect(try server.delivered().nth == 1)
      _ = try await transport.deliver(try message())
      let second = try server.delivered()
      #expect(second.envelopeTo == ["paul@example.org"] && second.nth == 1)
    }
  }

  @Test("a connection that ends once the message was on its way leaves it open: it is not sent again at once")
  func lostAfter() async throws {
    try await MailServer.run { server in
      let transport = oneConnection(to: server)
      _ = try await transport.deliver(try message())
      #expect(try server.delivered().nth == 1)
      await #expect(throws: MailFault.temporary(code: nil)) {
        try await transport.deliver(try message(to: "drop@example.org"))
      }
      #expect(try server.delivered().nth == 2)
      // The next that arrives is another message: the one in doubt was not sent a second time.
      _ = try await transport.deliver(try message())
      #expect(try server.delivered().envelopeTo == ["paul@example.org"])
    }
  }

  @Test("a server that does not answer to the whole message leaves it open, too")
  func slowBody() async throws {
    try await MailServer.run { server in
      var settings = settings(server)
      settings.deadline = .milliseconds(1500)
      let transport = SMTPTransport(settings)
      await #expect(throws: MailFault.temporary(code: nil)) {
        try await transport.deliver(try message(to: "slow-body@example.org"))
      }
    }
  }

  private func oneConnection(to server: MailServer) -> SMTPTransport {
    var settings = settings(server)
    settings.connections = 1
    return SMTPTransport(settings)
  }
}
