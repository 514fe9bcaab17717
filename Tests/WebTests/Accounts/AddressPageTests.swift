import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

@Suite("The pages of a changed address")
struct AddressPageTests {
  private func mailed(_ site: TestSite, to address: String) async throws -> String? {
    let operation = site.test.visitor(nil, at: site.test.riverside, to: .operation, access: .anyone)
    return try await site.test.clinic.mailbox(by: operation).messages.first { $0.recipient == address }?
      .secret
  }

  private func newToken(_ answer: TestAnswer) throws -> Token {
    let match = try #require(answer.headers["set-cookie"]?.firstMatch(of: /__Host-visit=([A-Za-z0-9_-]+)/))
    return try #require(Token(text: String(match.output.1)))
  }

  @Test("lead through code and confirmation to the account, with a new token")
  func whole() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      #expect(try await site.get("/account/email", as: paul).body.contains(DemoCast.paul.email))
      let sent = try await site.post("/account/email", [("email", " Paul@Example.COM ")], as: paul)
      #expect(sent.location == "/account/email/confirmation")
      #expect(
        try await site.get("/account", as: paul).body.contains("We have sent a code to paul@example.com"))
      let form = try await site.get("/account/email/confirmation", as: paul)
      #expect(form.body.contains("paul@example.com") && form.body.contains(DemoCast.paul.email))
      let code = try #require(try await mailed(site, to: "paul@example.com"))
      let wrong = try await site.post(
        "/account/email/confirmation", [("code", code == "111111" ? "222222" : "111111")], as: paul)
      #expect(wrong.status == 422 && wrong.body.contains("That code is not right"))
      let answer = try await site.post("/account/email/confirmation", [("code", code)], as: paul)
      #expect(answer.status == 303 && answer.location == "/account?saved=address")
      #expect(try await site.get("/account", as: paul).status == 303)
      let hub = try await site.get("/account?saved=address", as: try newToken(answer))
      #expect(
        hub.body.contains("Your new e-mail address is confirmed") && hub.body.contains("paul@example.com"))
    }
  }

  @Test("ask who it is first, and keep the address that was typed meanwhile")
  func unconfirmed() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      site.test.clock.advance(by: 600)
      let form = try await site.get("/account/email", as: paul)
      #expect(form.status == 303 && form.location == "/account/confirm?next=%2Faccount%2Femail")
      let late = try await site.post("/account/email", [("email", "paul@example.com")], as: paul)
      let way = "/account/confirm?next=%2Faccount%2Femail%3Ftyped%3Dpaul%2540example.com"
      #expect(late.status == 303 && late.location == way)
      let confirmed = try await site.post(
        "/account/confirm",
        [
          ("password", DemoCast.paul.password), ("code", DemoCast.paul.totpCode(at: site.test.clock.now)),
          ("next", "/account/email?typed=paul%40example.com"),
        ], as: paul)
      let back = try #require(confirmed.location)
      let again = try await site.get(back, as: try newToken(confirmed))
      #expect(again.body.contains("value=\"paul@example.com\""))
    }
  }

  @Test("answer the same for an address that has an account and for one that has none")
  func same() async throws {
    try await TestSite.using { site in
      var shown: [String] = []
      for address in [DemoCast.ben.email, "nobody@example.com"] {
        let paul = try await site.test.session(of: DemoCast.paul)
        let sent = try await site.post("/account/email", [("email", address)], as: paul)
        let form = try await site.get("/account/email/confirmation", as: paul)
        let wrong = try await site.post("/account/email/confirmation", [("code", "000000")], as: paul)
        let resent = try await site.post("/account/email/confirmation/resend", [], as: paul)
        let bodies = [form, wrong].map {
          $0.body.replacing(address, with: "HERE")
            .replacing(/name="csrf" value="[^"]*"/, with: "")
        }
        shown.append(
          "\(sent.status) \(sent.location ?? "") \(resent.location ?? "") \(wrong.status) \(bodies)")
      }
      #expect(shown[0] == shown[1])
    }
  }

  @Test(
    "tell a mistake in the address at the field",
    arguments: [
      ("nobody", "e-mail address, such as"), ("", "Please fill this in"),
      (DemoCast.paul.email, "This is your address already"),
      (String(repeating: "x", count: 243) + "@example.com", "254 characters or fewer"),
    ])
  func mistakes(email: String, message: String) async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let answer = try await site.post("/account/email", [("email", email)], as: paul)
      #expect(answer.status == 422 && answer.body.contains(message))
    }
  }

  @Test("send a code again three times, and then none")
  func resending() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.post("/account/email", [("email", "paul@example.com")], as: paul)
      for number in 1...4 {
        let answer = try await site.post("/account/email/confirmation/resend", [], as: paul)
        #expect(answer.location == "/account/email/confirmation?resent=\(number < 4 ? 1 : 0)")
        let page = try await site.get(try #require(answer.location), as: paul)
        #expect(page.body.contains(number < 4 ? "A new code is on its way" : "We cannot send another code"))
        #expect(page.body.contains("/confirmation/resend\"") == (number < 3))
      }
    }
  }

  @Test("give the change up, and lead to the account where nothing waits")
  func cancelled() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      _ = try await site.post("/account/email", [("email", "paul@example.com")], as: paul)
      #expect(try await site.post("/account/email/cancellation", [], as: paul).location == "/account")
      #expect(try await site.get("/account/email/confirmation", as: paul).location == "/account")
      let late = try await site.post("/account/email/confirmation", [("code", "123456")], as: paul)
      #expect(late.status == 303 && late.location == "/account")
    }
  }

  @Test("say when somebody was quicker, to whoever reads the mailbox")
  func taken() async throws {
    try await TestSite.using { site in
      let (paul, dana) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.dana)
      )
      _ = try await site.post("/account/email", [("email", "new@example.com")], as: paul)
      let pauls = try #require(try await mailed(site, to: "new@example.com"))
      site.test.clock.advance(by: 1)
      _ = try await site.post("/account/email", [("email", "new@example.com")], as: dana)
      let danas = try #require(try await mailed(site, to: "new@example.com"))
      #expect(try await site.post("/account/email/confirmation", [("code", pauls)], as: paul).status == 303)
      let second = try await site.post("/account/email/confirmation", [("code", danas)], as: dana)
      #expect(second.status == 422 && second.body.contains("made an account with this address meanwhile"))
    }
  }
}
