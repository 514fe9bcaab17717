import FoundationEssentials
import Testing

@testable import Clinic

@Suite("Signatures of webhooks")
struct WebhookSignatureTests {
  private let now = Date(timeIntervalSince1970: 1_772_434_800)
  private let body = Array(#"{"id":"1"}"#.utf8)
  private let secret = Array("secret".utf8)

  @Test(
    "are those that other programs make: printf '1772434800.{\"id\":\"1\"}' | openssl dgst -sha256 -hmac secret"
  )
  func known() throws {
    let made = WebhookSignature.make(body, at: now, secret: secret)
    #expect(made.hasPrefix("t=1772434800,v1=") && made.utf8.count == 16 + 64)
    try WebhookSignature.check(made, of: body, secret: secret, now: now)
    #expect(made.hasSuffix(Self.opensslSays))
  }

  static let opensslSays = "4877c1fd9a0d4346808f4f2becaa841080140cbe664e6002e4e04890a34bc199"

  @Test("hold for this body, this time and this secret alone")
  func forged() {
    let made = WebhookSignature.make(body, at: now, secret: secret)
    let code = made.split(separator: "=").last ?? ""
    func expectForged(_ signature: String, _ body: [UInt8], _ secret: [UInt8]) {
      #expect(throws: PaymentFault.forged, "\(signature)") {
        try WebhookSignature.check(signature, of: body, secret: secret, now: now)
      }
    }
    expectForged(made, body + [32], secret)
    expectForged(made, body, Array("other".utf8))
    expectForged("t=1772434801,v1=\(code)", body, secret)
    for text in [
      "", "t=1772434800", "v1=\(code)", "t=1772434800,v1=\(code),v1=\(code)",
      "t=1772434800,v1=\(code.dropLast())",
      "t=1772434800,v1=\(code.dropLast())g", "t=,v1=\(code)", "t=1772434800,v0=\(code)",
      "t=1772434800;v1=\(code)",
    ] {
      expectForged(text, body, secret)
    }
  }

  @Test("are good for five minutes, either way")
  func tolerance() throws {
    let made = WebhookSignature.make(body, at: now, secret: secret)
    for seconds in [-300.0, 300] {
      try WebhookSignature.check(made, of: body, secret: secret, now: now + seconds)
      #expect(throws: PaymentFault.stale) {
        try WebhookSignature.check(made, of: body, secret: secret, now: now + seconds * 301 / 300)
      }
    }
  }
}
