/// Reads CTAP2's canonical CBOR (CTAP 2.1 section 8) and nothing else: every item has one spelling only.
struct CBORReader {
  /// CTAP 2.1 section 8: "at most four (4) levels of any combination of CBOR maps and/or CBOR arrays".
  static let depthLimit = 4
  /// Items in all, keys included: an attestation object of ours has about ten.
  static let itemLimit = 256

  private var reader: ByteReader
  private var itemsLeft = CBORReader.itemLimit

  init(_ reader: ByteReader) { self.reader = reader }

  /// All of the bytes as one item.
  static func decode(_ bytes: [UInt8]) throws(CBORFault) -> CBOR {
    var reader = ByteReader(bytes)
    let item = try decode(from: &reader)
    guard reader.remaining == 0 else { throw .trailingBytes }
    return item
  }

  /// One item; the reader then stands behind it.
  static func decode(from reader: inout ByteReader) throws(CBORFault) -> CBOR {
    var items = CBORReader(reader)
    let item = try items.item(depth: 0)
    reader = items.reader
    return item
  }

  private mutating func item(depth: Int) throws(CBORFault) -> CBOR {
    guard itemsLeft > 0 else { throw .tooManyItems }
    itemsLeft -= 1
    guard let head = reader.byte() else { throw .cutShort }
    let information = head & 0x1F
    switch head >> 5 {
    case 0: return .unsigned(try argument(information))
    case 1: return .negative(try argument(information))
    case 2: return .bytes(Array(try string(information)))
    case 3: return .text(try text(information))
    case 4: return .array(try array(information, depth: depth))
    case 5: return .map(try map(information, depth: depth))
    case 6: throw .unsupportedItem
    default: return try simple(information)
    }
  }

  /// RFC 8949 section 3: the number that follows from the head.
  private mutating func argument(_ information: UInt8) throws(CBORFault) -> UInt64 {
    switch information {
    case 0..<24: return UInt64(information)
    case 24: return try number(bytes: 1, atLeast: 24)
    case 25: return try number(bytes: 2, atLeast: 1 << 8)
    case 26: return try number(bytes: 4, atLeast: 1 << 16)
    case 27: return try number(bytes: 8, atLeast: 1 << 32)
    case 31: throw .indefiniteLength
    default: throw .malformedHead
    }
  }

  private mutating func number(bytes: Int, atLeast least: UInt64) throws(CBORFault) -> UInt64 {
    guard let number = reader.number(bytes: bytes) else { throw .cutShort }
    guard number >= least else { throw .notShortest }
    return number
  }

  private mutating func string(_ information: UInt8) throws(CBORFault) -> ArraySlice<UInt8> {
    guard let count = Int(exactly: try argument(information)), let bytes = reader.take(count) else {
      throw .cutShort
    }
    return bytes
  }

  private mutating func text(_ information: UInt8) throws(CBORFault) -> String {
    guard let text = String(validating: try string(information), as: UTF8.self) else { throw .textNotUTF8 }
    return text
  }

  private mutating func array(_ information: UInt8, depth: Int) throws(CBORFault) -> [CBOR] {
    let count = try count(information, depth: depth)
    var items: [CBOR] = []
    while items.count < count { items.append(try item(depth: depth + 1)) }
    return items
  }

  /// CTAP2's order of keys (by major type, then length, then bytes) is the order of their encodings' bytes,
  /// since a shortest head begins with type and length. Strictly rising also means that none comes twice.
  private mutating func map(_ information: UInt8, depth: Int) throws(CBORFault) -> [CBOR: CBOR] {
    var map: [CBOR: CBOR] = [:]
    var lastKey: ArraySlice<UInt8> = []
    for _ in 0..<(try count(information, depth: depth)) {
      let start = reader.position
      let key = try key(depth: depth)
      let encoded = reader.bytes(since: start)
      guard lastKey.lexicographicallyPrecedes(encoded) else { throw .keysNotSorted }
      lastKey = encoded
      // Two texts of different bytes may be equal as Strings (canonical equivalence): neither is to win.
      guard map.updateValue(try item(depth: depth + 1), forKey: key) == nil else { throw .keysNotSorted }
    }
    return map
  }

  private mutating func key(depth: Int) throws(CBORFault) -> CBOR {
    let key = try item(depth: depth + 1)
    switch key {
    case .unsigned, .negative, .text: return key
    default: throw .unsupportedKey
    }
  }

  /// Checked before anything is read or reserved for what it counts.
  private mutating func count(_ information: UInt8, depth: Int) throws(CBORFault) -> Int {
    let count = try argument(information)
    guard depth < CBORReader.depthLimit else { throw .tooDeep }
    guard count <= UInt64(itemsLeft) else { throw .tooManyItems }
    return Int(count)
  }

  private func simple(_ information: UInt8) throws(CBORFault) -> CBOR {
    switch information {
    case 20: return .bool(false)
    case 21: return .bool(true)
    case 22: return .null
    case 28...31: throw .malformedHead
    default: throw .unsupportedItem
    }
  }
}
