import Foundation
import Testing

@testable import Credentials

@Suite("A password's strength")
struct PasswordStrengthTests {
  private func bits(_ password: String) -> Double { PasswordEstimate(password).bits }

  @Test(
    "is told in four words",
    arguments: [
      ("password2024!", .weak), ("short", .weak), ("83920174655", .weak), ("bqzgxmvk", .weak),
      ("bQz5gxmV", .fair), ("bqzgxmvkwtd", .fair), ("walnut-railway", .weak), ("walnut-railway-paul", .fair),
      ("bqzgxmvkwtdnr", .good), ("correct horse battery staple", .good),
      ("bQz5gxmVkwtD", .good), ("bQz5gxmVkwtDn+", .strong), ("quiet tortoise crosses a window", .strong),
    ] as [(String, PasswordStrength)])
  func words(password: String, strength: PasswordStrength) {
    #expect(PasswordStrength(of: password, own: []) == strength, "\(bits(password)) bits")
  }

  @Test("changes at 40, 60 and 80 bits: a digit has 3.32")
  func limits() {
    let digits = "8392017465283917465029384"
    let strengths = [12, 13, 18, 19, 24, 25].map { PasswordStrength(of: String(digits.prefix($0)), own: []) }
    #expect(strengths == [.weak, .fair, .fair, .good, .good, .strong])
  }

  @Test("is weak for what the policy refuses")
  func refused() throws {
    let password = "Sorensen Brandt Riverside Paul"
    #expect(PasswordStrength(of: password, own: []) > .weak)
    #expect(PasswordStrength(of: password, own: OwnWordsTests.paul) == .weak)
    let strict = try #require(PasswordPolicy(minimumLength: 64))
    #expect(PasswordStrength(of: "bQz5gxmVkwtDn+", own: [], policy: strict) == .weak)
    #expect(PasswordStrength(of: String(repeating: "bQz5gxmVkwtDn+", count: 10), own: []) == .weak)
  }

  @Test("grows with every character that continues nothing")
  func grows() {
    let letters = "bqzgxmvkwtdnrhjpfc"
    for count in 1..<letters.count {
      #expect(bits(String(letters.prefix(count))) < bits(String(letters.prefix(count + 1))))
    }
  }

  @Test("grows with the alphabet")
  func alphabet() {
    let passwords = ["bqzgxmvk", "bqzgxm5k", "bqZgxmvk", "bqZgxm5k", "bqZg!m5k", "bqZg!méк"]
    #expect(zip(passwords, passwords.dropFirst()).allSatisfy { bits($0) < bits($1) })
    #expect(bits("bqzgxmvk").rounded() == 38)  // 8 * log2(26)
    #expect(bits("83920174").rounded() == 27)  // 8 * log2(10)
  }

  @Test("hardly grows with repetitions, runs and common words")
  func reductions() {
    #expect(bits("bqzgxmvk") + 1.5 > bits("bqzgxmvkbqzgxmvk"))
    #expect(bits("kkkkkkkkkkkkkkkk") < 10)
    #expect(bits("qwertyuiop") < 10)
    #expect(bits("bqzgxmvk1234") < bits("bqzgxmvk7295"))
    #expect(bits("bqzdragonmvk") < bits("bqznagrodmvk"))
    #expect(bits("bqzdr4g0nmvk") < bits("bqzn4gr0dmvk"))
  }

  @Test("counts words that are set apart as words, whether they are known or not")
  func phrases() {
    let (word, sign) = (log2(Double(CommonPasswords.count)), log2(Double(26 + 33)))
    #expect(abs(bits("tortoise-crosses-windowsill") - (3 * word + 2 * sign)) < 0.01)
    // As password generators write it: digits in a group make it no word.
    #expect(PasswordStrength(of: "dudmac-wyRxo3-fuxsov", own: []) == .strong)
  }

  @Test("is nothing for nothing")
  func nothing() {
    #expect(bits("") == 0)
    #expect(PasswordStrength(of: "", own: []) == .weak)
  }
}
