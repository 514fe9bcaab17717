internal import Logging

/// One line of a log, as bytes of JSON (RFC 8259).
struct JSONLine {
  private(set) var bytes: [UInt8] = []

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
    append(",")
    appendString(key)
    append(":")
    appendValue(value)
  }

  mutating func end() {
    append("}\n")
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
    for byte in text.utf8 {
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
