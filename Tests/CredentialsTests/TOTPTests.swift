import Foundation
import Testing

@testable import Credentials

@Suite("A time-based code")
struct TOTPTests {
  let totp = TOTP(secret: Array("12345678901234567890".utf8))

  @Test(
    "has RFC 6238's vectors",
    arguments: [
      (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
      (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ] as [(Int64, String)])
  func rfc6238(seconds: Int64, code: String) {
    #expect(totp.code(at: seconds / 30, digits: 8) == code)
    #expect(totp.code(at: Date(timeIntervalSince1970: Double(seconds))) == code.suffix(6))
  }

  @Test("has RFC 4226's vectors")
  func rfc4226() {
    let codes = (0...9).map { totp.code(at: Int64($0)) }
    #expect(
      codes == [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
      ])
  }

  @Test("holds one step before and after, and no longer")
  func window() throws {
    let code = try typed(totp.code(at: 100))
    for step in Int64(99)...101 { #expect(totp.matchingStep(code, at: at(step: step)) == 100) }
    for step in [98, 102] as [Int64] { #expect(totp.matchingStep(code, at: at(step: step)) == nil) }
    #expect(totp.matchingStep(code, at: at(step: 101), window: 0) == nil)
    #expect(totp.matchingStep(code, at: Date(timeIntervalSince1970: 3059.9)) == 100)
    #expect(totp.matchingStep(code, at: Date(timeIntervalSince1970: 3060)) == nil)
  }

  @Test("works once")
  func once() throws {
    let code = try typed(totp.code(at: 100))
    let step = try #require(totp.matchingStep(code, at: at(step: 100), after: 99))
    #expect(totp.matchingStep(code, at: at(step: 100), after: step) == nil)
    #expect(totp.matchingStep(code, at: at(step: 101), after: step) == nil)
    let next = try typed(totp.code(at: 101))
    #expect(totp.matchingStep(next, at: at(step: 101), after: step) == 101)
  }

  @Test("is wrong when it is wrong, and at dates that no clock shows")
  func wrong() throws {
    let wrong = try typed("000000")
    #expect(totp.matchingStep(wrong, at: at(step: 100)) == nil)
    for seconds in [-1, Double.infinity, -.infinity, .nan, .greatestFiniteMagnitude] {
      #expect(totp.matchingStep(wrong, at: Date(timeIntervalSince1970: seconds)) == nil)
    }
  }

  @Test("is set up by a URI whose parts cannot run into each other")
  func uri() {
    #expect(
      totp.uri(issuer: "Riverside & Söhne", account: "dana:x@riverside.example?a=b")
        == "otpauth://totp/Riverside%20%26%20S%C3%B6hne:dana%3Ax%40riverside.example%3Fa%3Db"
        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Riverside%20%26%20S%C3%B6hne"
        + "&algorithm=SHA1&digits=6&period=30")
  }

  @Test("gets a secret of 160 bits, and does not show it")
  func secret() {
    let fresh = TOTP(from: .system)
    #expect(fresh.secret.count == 20)
    #expect(fresh.secret != TOTP(from: .system).secret)
    #expect(String(reflecting: fresh) == "TOTP(...)")
  }

  private func at(step: Int64) -> Date { Date(timeIntervalSince1970: Double(step * 30)) }

  private func typed(_ text: String) throws -> SixDigitCode { try #require(SixDigitCode(typed: text)) }
}
