import Credentials
import Testing

@Suite("A token")
struct TokenTests {
  @Test("comes back from its text, and its hash is SHA-256")
  func roundTrip() throws {
    let token = Token(from: .seeded(1))
    #expect(token.text.utf8.count == 43)
    #expect(Token(text: token.text) == token)
    // SHA-256 of 32 zero bytes.
    let zeros = try #require(Token(text: String(repeating: "A", count: 43)))
    #expect(zeros.hash.prefix(4) == [0x66, 0x68, 0x7A, 0xAD])
    #expect(zeros.hash.count == 32)
  }

  @Test(
    "is nothing but 43 letters",
    arguments: [
      "", "A", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
      String(repeating: "A", count: 42) + "B", String(repeating: "A", count: 42) + "=",
    ])
  func malformed(text: String) {
    #expect(Token(text: text) == nil)
  }

  @Test("is another each time, and the same from the same numbers")
  func random() {
    #expect(Set((0..<1000).map { _ in Token(from: .system).text }).count == 1000)
    #expect(Token(from: .seeded(7)) == Token(from: .seeded(7)))
  }

  @Test("does not show itself")
  func description() {
    let token = Token(from: .seeded(1))
    var dumped = ""
    dump(token, to: &dumped)
    #expect("\(token)" == "Token(...)")
    #expect(String(reflecting: token) == "Token(...)")
    #expect(dumped == "- Token(...)\n")
  }
}

@Suite("A six-digit code")
struct SixDigitCodeTests {
  @Test("is six digits, zeros in front included")
  func form() {
    #expect(SixDigitCode(from: RandomSource { 1 << 40 }).text == "000000")
    let random = RandomSource.seeded(3)
    for _ in 0..<2000 { #expect(SixDigitCode(from: random).text.utf8.count == 6) }
  }

  @Test("has every digit equally often in every place")
  func distribution() {
    let random = RandomSource.seeded(5)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 10), count: 6)
    for _ in 0..<60_000 {
      for (place, digit) in SixDigitCode(from: random).text.utf8.enumerated() {
        counts[place][Int(digit) - 48] += 1
      }
    }
    // 6,000 expected; five standard deviations are 367.
    for count in counts.joined() { #expect((5633...6367).contains(count)) }
  }

  @Test("is read as it is typed")
  func typed() {
    #expect(SixDigitCode(typed: " 012 345 ")?.text == "012345")
    for text in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345", "123\u{A0}456"] {
      #expect(SixDigitCode(typed: text) == nil)
    }
    #expect(SixDigitCode(typed: "123456" + String(repeating: " ", count: 26)) != nil)
    #expect(SixDigitCode(typed: "123456" + String(repeating: " ", count: 27)) == nil)
  }

  @Test("matches itself only")
  func matches() throws {
    let code = try #require(SixDigitCode(typed: "012345"))
    for (text, isSame) in [("012345", true), ("112345", false), ("012346", false), ("000000", false)] {
      let other = try #require(SixDigitCode(typed: text))
      #expect(code.matches(other) == isSame)
    }
  }
}
