import Foundation
import Testing

@testable import CivilTime

/// A file put together by hand, so that one thing can be wrong with it.
private struct Forged {
  var transitions: [Int64] = [0, 100]
  var offsetsAfter: [UInt8] = [0, 1]
  var types: [(seconds: Int32, isDaylight: UInt8, nameAt: UInt8)] = [(0, 0, 0), (3600, 1, 4)]
  var names = "AAA\0BBB\0"
  var leapSeconds = 0
  var footer = "AAA0"

  var bytes: [UInt8] {
    let empty = header(counts: [0, 0, 0, 0, 1, 0]) + [UInt8](repeating: 0, count: 6)
    var block = header(counts: [0, 0, leapSeconds, transitions.count, types.count, names.utf8.count])
    for transition in transitions { block += bigEndian(transition) }
    block += offsetsAfter
    for type in types { block += bigEndian(type.seconds) + [type.isDaylight, type.nameAt] }
    return empty + block + Array(names.utf8) + [UInt8](repeating: 0, count: leapSeconds * 12)
      + Array("\n\(footer)\n".utf8)
  }

  private func header(counts: [Int]) -> [UInt8] {
    Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap { bigEndian(Int32($0)) }
  }

  private func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }

  func fault() -> String? {
    do {
      _ = try TimeZoneRules(identifier: "X", tzif: bytes)
      return nil
    } catch {
      guard case .malformed(_, let reason) = error else { return "\(error)" }
      return reason
    }
  }
}

@Suite("The rules of RFC 9636 for a file")
struct TZifRulesTests {
  @Test("are kept by a plain file")
  func plain() throws {
    let zone = try TimeZoneRules(identifier: "X", tzif: Forged().bytes)
    let names = [-1.0, 50, 100].map { zone.offset(at: Date(timeIntervalSince1970: $0)).abbreviation }
    // After the last transition the footer holds.
    #expect(names == ["AAA", "AAA", "AAA"])
    let open = try TimeZoneRules(identifier: "X", tzif: Forged(footer: "").bytes)
    #expect(open.offset(at: Date(timeIntervalSince1970: 100)).abbreviation == "BBB")
  }

  @Test("say that a transition leads to an offset that is there")
  func index() {
    #expect(Forged(offsetsAfter: [0, 2]).fault() == "a transition leads to no known offset")
  }

  @Test("say that transitions rise", arguments: [[100, 100], [100, 0]] as [[Int64]])
  func order(transitions: [Int64]) {
    #expect(Forged(transitions: transitions).fault() == "its transitions are not in order")
  }

  @Test(
    "bound an offset on both sides",
    arguments: [(-90_000, false), (-89_999, true), (93_599, true), (93_600, false)])
  func offset(seconds: Int32, isAllowed: Bool) {
    let fault = Forged(types: [(seconds, 0, 0), (0, 0, 4)]).fault()
    #expect(fault == (isAllowed ? nil : "an offset is too large"))
  }

  @Test("say that an abbreviation begins and ends within the names")
  func names() {
    #expect(Forged(types: [(0, 0, 0), (0, 0, 8)]).fault() == "an abbreviation does not end")
    #expect(Forged(names: "AAA\0BBB").fault() == "an abbreviation does not end")
  }

  @Test("allow leap seconds, and we do not")
  func leapSeconds() {
    #expect(Forged(leapSeconds: 1).fault() == "it counts leap seconds")
  }

  @Test("want a footer that can be read")
  func footer() {
    #expect(Forged(footer: "nonsense").fault() == "its footer is not a TZ string")
  }
}
