internal import Logging

/// One line of a log, as bytes of JSON (RFC 8259).
///
/// Texts are cut short and members left out where it would grow too long; `"cut":true` says so.
struct JSONLine {
  /// What the kernel writes to a pipe as a whole: `PIPE_BUF` (POSIX, pipe(7)).
  static let maximumBytes = 4096

  /// A text's share of the line, in bytes.
  private static let maximumTextBytes = 1500
  private static let ending = (whole: "}\n", cut: ",\"cut\":true}\n")

  private(set) var bytes: [UInt8] = []
  private var isCut = false

  init() {
    bytes.reserveCapacity(320)
  }

  mutating func begin(at time: LogTime, level: Logger.Level, logger: String, message: String) {
    append("{\"time\":\"")
    time.append(to: &bytes)
    append("\",\"level\":\"")
    append(level.rawValue)
    append("\",\"logger\":")
    appendString(logger)
    append(",\"message\":")
    appendString(message)
  }

  mutating func add(_ key: String, _ value: Logger.MetadataValue) {
    let before = bytes.count
    append(",")
    appendString(key)
    append(":")
    appendValue(value)
    guard bytes.count > Self.maximumBytes - Self.ending.cut.utf8.count else { return }
    bytes.removeSubrange(before...)
    isCut = true
  }

  mutating func end() {
    append(isCut ? Self.ending.cut : Self.ending.whole)
  }

  private mutating func appendValue(_ value: Logger.MetadataValue) {
    switch value {
    case .string(let text):
      appendString(text)
    case .stringConvertible(let value):
      // Numbers stay numbers, so that a query can compare them.
      if value is any BinaryInteger { append(value.description) } else { appendString(value.description) }
    case .array(let values):
      append("[")
      for (index, value) in values.enumerated() {
        if index > 0 { append(",") }
        appendValue(value)
      }
      append("]")
    case .dictionary(let members):
      append("{")
      for (index, member) in members.enumerated() {
        if index > 0 { append(",") }
        appendString(member.key)
        append(":")
        appendValue(member.value)
      }
      append("}")
    }
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func appendString(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    let end = bytes.count + Self.maximumTextBytes
    for byte in text.utf8 {
      if bytes.count >= end, !UTF8.isContinuation(byte) {
        isCut = true
        break
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): append("\\n")
      case 0..<0x20, 0x7F:
        append("\\u00")
        bytes.append(Self.digits[Int(byte >> 4)])
        bytes.append(Self.digits[Int(byte & 15)])
      default:
        bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
