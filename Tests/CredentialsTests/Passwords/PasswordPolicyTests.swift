import Foundation
import Testing

@testable import Credentials

@Suite("A password policy")
struct PasswordPolicyTests {
  let standard = PasswordPolicy.standard

  /// Without meaning, runs or repetitions, of any length up to 128.
  private func noise(_ count: Int) -> String {
    let letters = Array("bqzgxmvkwtdnrhjpfc59+!?=")
    var random = RandomSource.seeded(7)
    return String((0..<count).map { _ in letters[Int.random(in: letters.indices, using: &random)] })
  }

  @Test("asks for eight characters and takes 128")
  func lengths() {
    #expect(standard.problem(of: noise(7), own: []) == .tooShort(minimum: 8))
    #expect(standard.problem(of: noise(8), own: []) == nil)
    #expect(standard.problem(of: noise(128), own: []) == nil)
    #expect(standard.problem(of: noise(129), own: []) == .tooLong)
    #expect(standard.problem(of: noise(100_000), own: []) == .tooLong)
    #expect(standard.problem(of: "", own: []) == .tooShort(minimum: 8))
  }

  @Test("may ask for more, from 8 to 64")
  func minimum() throws {
    #expect(PasswordPolicy(minimumLength: 7) == nil)
    #expect(PasswordPolicy(minimumLength: 8) == .standard)
    #expect(PasswordPolicy(minimumLength: 65) == nil)
    let strict = try #require(PasswordPolicy(minimumLength: 64))
    #expect(strict.problem(of: noise(63), own: []) == .tooShort(minimum: 64))
    #expect(strict.problem(of: noise(64), own: []) == nil)
  }

  @Test("counts Unicode scalars after normalising")
  func characters() {
    // Seven letters, the last typed with an accent of its own: fourteen scalars, seven in NFC.
    #expect(standard.problem(of: "bqàzéxî".decomposed, own: []) == .tooShort(minimum: 8))
    #expect(standard.problem(of: "bqàzéxîm".decomposed, own: []) == nil)
    // A flag is one grapheme of two scalars.
    #expect(standard.problem(of: "🇳🇴🇫🇷🇩🇪🇮🇹", own: []) == nil)
    #expect(standard.problem(of: "🇳🇴🇫🇷🇩🇪k", own: []) == .tooShort(minimum: 8))
    #expect(standard.problem(of: String(noise(120) + "가나다라마바사아").decomposed, own: []) == nil)
  }

  @Test(
    "has no rule about kinds of characters",
    arguments: [
      "tortoise quiet window", "83920174655", "μαζί στο νησί", "雨の日は本を読む", "ضوء القمر الهادئ", " !?  ?! ^~#",
    ])
  func composition(password: String) {
    #expect(standard.problem(of: password, own: []) == nil)
  }

  @Test("names the first problem: too long, too short, common, own")
  func order() {
    #expect(standard.problem(of: "paul", own: ["Paul"]) == .tooShort(minimum: 8))
    #expect(standard.problem(of: "password", own: ["password"]) == .common)
    #expect(standard.problem(of: "walnut-railway", own: ["Walnut Railway"]) == .ownData)
    #expect(standard.problem(of: "walnut-railway", own: []) == nil)
  }
}

extension String {
  /// Canonically decomposed, as the keyboards of some systems send it.
  fileprivate var decomposed: String { decomposedStringWithCanonicalMapping }
}
