import Testing

@testable import Pages

@Suite("Any text at all")
struct AnyTextTests {
  private static let pieces = [
    "{{", "}}", "{", "}", "#", "^", "/", ">", "<", "$", "!", "t:", "asset:", "a", "b", " ", "\n", "\r\n",
    "é", "{{#a}}", "{{/a}}", "{{^b}}", "{{/b}}", "{{> a}}", "{{< a}}", "{{$a}}", "{{a}}", "{{! x }}",
    "<a ", "=\"", "\"",
  ]

  /// Numbers that look random and are the same in each run (a linear congruential generator, Knuth's MMIX).
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state
    }
  }

  @Test("is parsed or told as a fault, and comes back whole when it holds no tag", arguments: 0..<20)
  func parsing(seed: UInt64) throws {
    var dice = Dice(state: seed)
    for _ in 0..<200 {
      let count = Int.random(in: 0..<30, using: &dice)
      let text = (0..<count).compactMap { _ in Self.pieces.randomElement(using: &dice) }.joined()
      let (template, faults) = TemplateParser.parse(try TemplateSource(path: "any", bytes: Array(text.utf8)))
      #expect(faults.allSatisfy { (1...template.lastLine).contains($0.line) })
      if !text.contains("{{") { #expect(faults.isEmpty && shown(template) == text) }
    }
  }

  private func shown(_ template: ParsedTemplate) -> String {
    template.nodes.map { node in
      if case .text(let bytes) = node.kind { String(decoding: bytes, as: UTF8.self) } else { "" }
    }.joined()
  }
}
