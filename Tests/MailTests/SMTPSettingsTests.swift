import Mail
import Testing

@Suite("SMTP settings")
struct SMTPSettingsTests {
  @Test(
    "are read from a URL",
    arguments: [
      ("smtps://mail.example", "mail.example", 465, SMTPSettings.TLSMode.tls),
      ("smtp://mail.example", "mail.example", 587, .starttls),
      ("smtp://mail.example/?tls=tls", "mail.example", 465, .tls),
      ("smtp://mail:1025?tls=none", "mail", 1025, .none),
      ("smtp://user:secret@mail.example:2525?tls=starttls", "mail.example", 2525, .starttls),
    ])
  func url(text: String, host: String, port: Int, tls: SMTPSettings.TLSMode) throws {
    let settings = try SMTPSettings(url: text)
    #expect((settings.host, settings.port) == (host, port))
    #expect(settings.tls == tls)
  }

  @Test("have name and password as they were before they were encoded, and do not show them")
  func credentials() throws {
    let settings = try SMTPSettings(url: "smtps://a%40b:p%3A%2F@mail.example")
    #expect(settings.username == "a@b")
    #expect(settings.password == "p:/")
    #expect(String(reflecting: settings) == "SMTPSettings(mail.example:465, tls)")
  }

  @Test(
    "are not read from anything else",
    arguments: [
      ("", SMTPURLFault.malformed), ("mail.example", .malformed), ("http://mail.example", .malformed),
      ("smtp://", .malformed), ("smtp://mail.example/path", .malformed),
      ("smtp://mail.example#x", .malformed), ("smtp://mail.example:0", .malformed),
      ("smtp://mail.example:65536", .malformed),
      ("smtps://mail.example?tls=none", .malformed), ("smtp://mail.example?x=y", .malformed),
      ("smtp://mail.example?tls=maybe", .unknownTLSMode), ("smtp://user@mail.example", .halfACredential),
    ])
  func malformed(text: String, fault: SMTPURLFault) {
    #expect(throws: fault) { try SMTPSettings(url: text) }
  }
}
