import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

@Suite("Webhooks of payment providers")
struct PaymentWebhookTests {
  private func send(
    _ body: String, _ signature: String, to site: TestSite, at host: String = "riverside.localhost",
    provider: String = "test"
  ) async throws -> TestAnswer {
    try await site.send(
      "POST", "/payments/webhooks/\(provider)", as: nil, at: host,
      headers: ["Content-Type": "application/json", "Webhook-Signature": signature], body: body)
  }

  private func signed(
    _ event: PaymentEvent, _ site: TestSite, at host: String = "riverside.localhost"
  ) throws -> (body: String, signature: String) {
    let message = try TestClinic.payments.message(event, at: host, now: site.test.clock.now)
    return (String(decoding: message.body, as: UTF8.self), message.signature)
  }

  @Test("pay what their checkout is of, without cookie, form or origin, and once")
  func paid() async throws {
    try await TestSite.using { site in
      let (paul, ben) = (
        try await site.test.session(of: DemoCast.paul), try await site.test.session(of: DemoCast.ben)
      )
      let visit = try await site.booked(by: paul).suffix(36)
      let admin = try #require(try await site.post("/desk/visits/\(visit)/invoice", [], as: ben).location)
      _ = try await site.post("\(admin)/issuance", [], as: ben)
      let id = admin.suffix(36)
      let checkout = try #require(try await site.post("/invoices/\(id)/checkout", [], as: paul).location)
      let page = try await site.get("/invoices/\(id)", as: paul).body
      let price = try #require(page.firstMatch(of: /£([0-9.]+)/)).output.1
      let amount = try #require(Money(typed: String(price), in: "GBP"))
      let event = PaymentEvent(
        id: "event-1", kind: .paid, reference: String(checkout.suffix(36)), payment: "payment-1",
        amount: amount)
      let message = try signed(event, site)
      for said in ["noted\n", "repeated\n", "repeated\n"] {
        let answer = try await send(message.body, message.signature, to: site)
        #expect(answer.status == 200 && answer.body == said)
      }
      #expect(try await site.get("/invoices/\(id)", as: paul).body.contains("Settled"))
    }
  }

  @Test("are refused without a signature, with another clinic's, and for a provider that there is not")
  func refused() async throws {
    try await TestSite.using { site in
      let event = PaymentEvent(
        id: "e", kind: .paid, reference: "r", payment: "", amount: Money(minorUnits: 1, currency: "GBP"))
      let message = try signed(event, site)
      #expect(try await send(message.body, message.signature, to: site).body == "unknown\n")
      #expect(try await send(message.body, "", to: site).status == 400)
      #expect(try await send(message.body + " ", message.signature, to: site).status == 400)
      #expect(
        try await send(message.body, message.signature, to: site, at: "hilltop.localhost").status == 400)
      #expect(try await send(message.body, message.signature, to: site, provider: "other").status == 404)
      let nowhere = try signed(event, site, at: "nowhere.localhost")
      #expect(
        try await send(nowhere.body, nowhere.signature, to: site, at: "nowhere.localhost").status == 421)
      site.test.clock.advance(by: 301)
      #expect(try await send(message.body, message.signature, to: site).status == 400)
    }
  }

  @Test("of 64 KB are read, and none that is longer; what says nothing is told so")
  func length() async throws {
    try await TestSite.using { site in
      for (count, status) in [
        (PaymentWebhookRoutes.longestBody, 400), (PaymentWebhookRoutes.longestBody + 1, 413),
      ] {
        let answer = try await send(String(repeating: "x", count: count), "t=1,v1=x", to: site)
        #expect(answer.status == status)
      }
      let time = site.test.clock.now
      let secret = Array(
        KeyedHash(TestClinic.keys, purpose: "test-payments").tag(for: "riverside.localhost").utf8)
      for body in ["", "{}", "[]", "{\"id\":1}"] {
        let signature = WebhookSignature.make(Array(body.utf8), at: time, secret: secret)
        let answer = try await send(body, signature, to: site)
        #expect(answer.status == 400, "\(body)")
      }
    }
  }
}
