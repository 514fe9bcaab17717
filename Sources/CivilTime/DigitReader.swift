/// Reads fixed-width ASCII numbers and separators, front to back, over the text's bytes: other scripts'
/// digits, signs and white space are never taken for a number.
struct DigitReader {
  private var rest: [UInt8].SubSequence

  init(_ text: some StringProtocol) {
    rest = Array(text.utf8)[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number(digits count: Int) -> Int? {
    guard rest.count >= count else { return nil }
    var value = 0
    for byte in rest.prefix(count) {
      guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    rest.removeFirst(count)
    return value
  }

  mutating func skip(_ separator: Unicode.Scalar) -> Bool {
    guard let next = rest.first, UInt32(next) == separator.value else { return false }
    rest.removeFirst()
    return true
  }
}

func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
