/// Bytes of a file become UTF-8, whatever they were. What is no text becomes the byte 0xFF, which UTF-8 never has: whoever
/// reads on finds it there and knows the line.
struct TextDecoder {
  /// Nil until enough was seen of the beginning.
  private(set) var encoding: CSVEncoding?
  private let assumed: CSVEncoding
  private var head: [UInt8] = []
  /// Of UTF-16: the byte, and the first half of a pair, that the next bytes complete.
  private var half: UInt8?
  private var high: UInt16?

  private static let noText: UInt8 = 0xFF

  /// - Parameter assumed: of a file without a byte order mark.
  init(assumed: CSVEncoding) {
    self.assumed = assumed
  }

  mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>, into text: inout [UInt8]) {
    if let encoding {
      append(bytes, encoding, to: &text)
    } else {
      head += bytes
      if head.count >= CSVEncoding.longestMark { begin(into: &text) }
    }
  }

  mutating func finish(into text: inout [UInt8]) {
    if encoding == nil { begin(into: &text) }
    if half != nil || high != nil { text.append(Self.noText) }
    (half, high) = (nil, nil)
  }

  private mutating func begin(into text: inout [UInt8]) {
    let encoding = CSVEncoding(markOf: head)
    self.encoding = encoding ?? assumed
    let rest = head[(encoding?.mark.count ?? 0)...]
    rest.withUnsafeBufferPointer { append($0, encoding ?? assumed, to: &text) }
    head = []
  }

  private mutating func append(
    _ bytes: UnsafeBufferPointer<UInt8>, _ encoding: CSVEncoding, to text: inout [UInt8]
  ) {
    switch encoding {
    case .utf8: text.append(contentsOf: bytes)
    case .windows1252:
      for byte in bytes { appendWindows1252(byte, to: &text) }
    case .utf16LittleEndian, .utf16BigEndian:
      for byte in bytes {
        if let first = half {
          let (low, high) = encoding == .utf16LittleEndian ? (first, byte) : (byte, first)
          append(UInt16(high) << 8 | UInt16(low), to: &text)
          half = nil
        } else {
          half = byte
        }
      }
    }
  }

  private func appendWindows1252(_ byte: UInt8, to text: inout [UInt8]) {
    guard byte >= 0x80 else { return text.append(byte) }
    guard let scalar = byte < 0xA0 ? windows1252[Int(byte) - 0x80] : Unicode.Scalar(byte) else {
      return text.append(Self.noText)
    }
    text.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
  }

  /// Unicode Standard section 3.9, D91: a first half and a second are one character; neither is one alone.
  private mutating func append(_ unit: UInt16, to text: inout [UInt8]) {
    if let first = high {
      high = nil
      if UTF16.isTrailSurrogate(unit) {
        return append(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit) - 0xDC00), to: &text)
      }
      text.append(Self.noText)
    }
    if UTF16.isLeadSurrogate(unit) {
      high = unit
    } else {
      append(UInt32(unit), to: &text)
    }
  }

  private func append(_ code: UInt32, to text: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(code), let encoded = UTF8.encode(scalar) else {
      return text.append(Self.noText)
    }
    text.append(contentsOf: encoded)
  }
}
