/// A JSON value (RFC 8259), written as it was made: members keep their order, and numbers their digits.
public indirect enum JSON: Hashable, Sendable {
  case object([Member])
  case array([JSON])
  case string(String)
  /// As it is written: `5.0` stays `5.0`.
  case number(String)
  case bool(Bool)

  public struct Member: Hashable, Sendable {
    public let name: String
    public let value: JSON

    public init(name: String, value: JSON) {
      (self.name, self.value) = (name, value)
    }
  }

  /// Members of these names, without those that are nil or an empty list: FHIR has neither (R4, json.html).
  public static func object(_ members: KeyValuePairs<String, (any Representable)?>) -> JSON {
    .object(
      members.compactMap { name, value in
        guard let json = value?.json, json != .array([]) else { return nil }
        return Member(name: name, value: json)
      })
  }

  /// In UTF-8.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.quote(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .string(let text): Self.quote(text, to: &bytes)
    case .number(let digits): bytes += Array(digits.utf8)
    case .bool(let value): bytes += Array((value ? "true" : "false").utf8)
    }
  }

  /// RFC 8259 section 7: quotes, backslashes and control characters are escaped, and nothing else has to be.
  private static func quote(_ text: String, to bytes: inout [UInt8]) {
    let hex = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
      case ..<0x20: bytes += Array("\\u00".utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

/// What can stand in JSON.
public protocol Representable: Sendable {
  var json: JSON { get }
}

extension JSON: Representable {
  public var json: JSON { self }
}

extension String: Representable {
  public var json: JSON { .string(self) }
}

extension Bool: Representable {
  public var json: JSON { .bool(self) }
}

extension Int: Representable {
  public var json: JSON { .number(String(self)) }
}

extension Array: Representable where Element: Representable {
  public var json: JSON { .array(map(\.json)) }
}
