/// A data item of RFC 8949, as far as CTAP2's canonical form has it: no floats, no tags, and of the simple
/// values only false, true and null.
indirect enum CBOR: Hashable, Sendable {
  case unsigned(UInt64)
  /// Stands for -1 - n (major type 1).
  case negative(UInt64)
  case bytes([UInt8])
  case text(String)
  case array([CBOR])
  /// Keys are integers and texts.
  case map([CBOR: CBOR])
  case bool(Bool)
  case null
}

/// `map[-1]` and `map["fmt"]` read as in the specification.
extension CBOR: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  init(integerLiteral value: Int64) { self = .integer(value) }

  init(stringLiteral value: String) { self = .text(value) }

  static func integer(_ value: Int64) -> CBOR {
    value < 0 ? .negative(UInt64(-1 - value)) : .unsigned(UInt64(value))
  }
}

extension CBOR {
  var bytes: [UInt8]? {
    if case .bytes(let bytes) = self { bytes } else { nil }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var map: [CBOR: CBOR]? {
    if case .map(let map) = self { map } else { nil }
  }

  /// Nil for anything else, and outside of 64 bits with a sign.
  var integer: Int64? {
    switch self {
    case .unsigned(let value): Int64(exactly: value)
    case .negative(let value): Int64(exactly: value).map { -1 - $0 }
    default: nil
    }
  }
}
