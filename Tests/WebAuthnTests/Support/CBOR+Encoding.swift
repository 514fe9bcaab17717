@testable import WebAuthn

extension CBOR {
  /// In CTAP2's canonical form.
  var encoded: [UInt8] {
    switch self {
    case .unsigned(let value): CBOR.head(0, value)
    case .negative(let value): CBOR.head(1, value)
    case .bytes(let bytes): CBOR.head(2, UInt64(bytes.count)) + bytes
    case .text(let text): CBOR.head(3, UInt64(text.utf8.count)) + Array(text.utf8)
    case .array(let items): CBOR.head(4, UInt64(items.count)) + items.flatMap(\.encoded)
    case .map(let map):
      CBOR.head(5, UInt64(map.count))
        + map.map { (key: $0.encoded, value: $1.encoded) }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { $0.key + $0.value }
    case .bool(let bool): [bool ? 0xF5 : 0xF4]
    case .null: [0xF6]
    }
  }

  private static func head(_ major: UInt8, _ value: UInt64) -> [UInt8] {
    func bytes(_ count: Int) -> [UInt8] {
      (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    return switch value {
    case 0..<24: [major << 5 | UInt8(value)]
    case 0..<(1 << 8): [major << 5 | 24] + bytes(1)
    case 0..<(1 << 16): [major << 5 | 25] + bytes(2)
    case 0..<(1 << 32): [major << 5 | 26] + bytes(4)
    default: [major << 5 | 27] + bytes(8)
    }
  }
}
