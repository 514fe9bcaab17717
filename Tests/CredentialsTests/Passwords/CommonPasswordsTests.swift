import Testing

@testable import Credentials

@Suite("A common password")
struct CommonPasswordsTests {
  private static let words = CommonPasswords.text.split(whereSeparator: \.isWhitespace)

  @Test("is found in a list of more than 10,000 of eight letters or more")
  func list() {
    #expect(Self.words.count == CommonPasswords.count)
    #expect(Self.words.count { $0.count >= 8 } >= 10_000)
    #expect(zip(Self.words, Self.words.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(
      Self.words.allSatisfy { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } && $0 == $0.lowercased() })
    #expect(Set(Self.words.map(\.count)).isSubset(of: Set(CommonPasswords.lengths)))
  }

  @Test("is found wherever it stands in the list, and only whole")
  func search() {
    let missing = Self.words.filter { !CommonPasswords.contains(Array($0.unicodeScalars)[...]) }
    #expect(missing == [])
    for word in [
      "", "aaa", "!", "~~~~~~~~", "passwo", "passwordd", "pässword", "password password", "zzzzzzz1\n",
    ] {
      #expect(!CommonPasswords.contains(Array(word.unicodeScalars)[...]), "\(word)")
    }
  }

  @Test(
    "is refused, whatever the capitals",
    arguments: ["password", "PassWord", "ILOVEYOU", "1qaz2wsx", "trustno1"])
  func common(password: String) {
    #expect(PasswordPolicy.standard.problem(of: password, own: []) == .common)
  }

  @Test(
    "is known in disguise",
    arguments: [
      "password2024!", "Password123456", "2024!password", "!!Sunshine!!", "p@55w0rd", "P@$$w0rd1", "pr1nce55",
      "p1atinum",
      "pa55w0rd2024!",
      "pässwörd", "Pass-Word", "pass word", "p a s s w o r d", "i love you", "dragon2024", "L3tm31n!!",
      "passwordpassword", "password password", "Password1Password1", "abcabcabc", "abcabcab", "aaaaaaaaaaaa",
      "x7Kqx7Kqx7Kq", "ha-ha-ha-ha", "--------", "k3xqz9wk3xqz9w",
    ])
  func disguised(password: String) {
    #expect(CommonPasswords.areOrigin(of: password))
  }

  @Test(
    "may be keys or letters in a row",
    arguments: [
      "12345678", "87654321", "abcdefgh", "hgfedcba", "qwertyui", "iuytrewq", "qwertzui", "azertyuiop",
      "abcd1234", "1234-abcd-789", "11112222", "qwerty123456", "xk1234567890", "xk1234567890z", "rty-567-jkl",
      "asdfghjkl!2024",
    ])
  func runs(password: String) {
    #expect(CommonPasswords.areOrigin(of: password))
  }

  @Test(
    "is not seen in what is longer, or in what has four other letters",
    arguments: [
      "correct horse battery staple", "kiwi-dragon-37-lamp", "walnut-railway-paul",
      "password of my heart is kind",
      "my dragon ate 12345", "qwerty tortoise", "xkcd1234567890", "xk1234567890zq", "x7Kq!mWzx7Kq!mWz",
      "abcXdefYghiZ!Qm",
      "dragon202425", "2024-2025-dragon", "gardening on mondays", "bbbbbbbb+kvqm",
    ])
  func others(password: String) {
    #expect(!CommonPasswords.areOrigin(of: password))
  }

  @Test("is what more than half of the password hides")
  func share() {
    // "dragon" is six letters long.
    #expect(CommonPasswords.areOrigin(of: "dragon90210"))
    #expect(!CommonPasswords.areOrigin(of: "dragon902108"))
  }
}
