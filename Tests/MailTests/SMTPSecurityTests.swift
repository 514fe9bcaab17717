import Mail
import Testing

@Suite("SMTP, guarded", .serialized)
struct SMTPSecurityTests {
  @Test("encrypts from the start or by STARTTLS", arguments: [MailServer.Mode.starttls, .tls])
  func encrypts(mode: MailServer.Mode) async throws {
    try await MailServer.run(mode) { server in
      var settings = settings(server, mode == .tls ? .tls : .starttls)
      settings.certificates = server.certificate
      _ = try await SMTPTransport(settings).deliver(try message())
      #expect(try server.delivered().wasEncrypted)
    }
  }

  @Test(
    "sends nothing to a server whose certificate it does not trust",
    arguments: [MailServer.Mode.starttls, .tls])
  func certificate(mode: MailServer.Mode) async throws {
    try await MailServer.run(mode) { server in
      let transport = SMTPTransport(settings(server, mode == .tls ? .tls : .starttls))
      let message = try message()
      let error = await #expect(throws: MailFault.self) { try await transport.deliver(message) }
      #expect(error?.isUnavailable == true)
    }
  }

  @Test("sends nothing in the clear when STARTTLS was asked for and is not there")
  func noDowngrade() async throws {
    try await MailServer.run(.plain) { server in
      let transport = SMTPTransport(settings(server, .starttls))
      let message = try message()
      let error = await #expect(throws: MailFault.self) { try await transport.deliver(message) }
      #expect(error?.isUnavailable == true)
    }
  }

  @Test("signs in, and a wrong password is no fault of the message")
  func signsIn() async throws {
    try await MailServer.run(.signIn) { server in
      let message = try message()
      let url = "smtp://clinic:pa%3Ass%40word%2F1@127.0.0.1:\(server.port)?tls=none"
      _ = try await SMTPTransport(SMTPSettings(url: url)).deliver(message)
      #expect(try server.delivered().envelopeTo == ["paul@example.org"])

      var wrong = settings(server)
      (wrong.username, wrong.password) = ("clinic", "guess")
      for settings in [wrong, settings(server)] {
        let transport = SMTPTransport(settings)
        let error = await #expect(throws: MailFault.self) { try await transport.deliver(message) }
        #expect(error?.isUnavailable == true)
      }
    }
  }
}

extension MailFault {
  fileprivate var isUnavailable: Bool {
    if case .unavailable = self { true } else { false }
  }
}
