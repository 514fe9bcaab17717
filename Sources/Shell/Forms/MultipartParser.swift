internal import Glibc
internal import NIOCore

/// Takes `multipart/form-data` apart while it arrives (RFC 2046 §5.1, RFC 7578). Knows nothing of where it
/// comes from or where it goes; whatever the pieces in which it is fed, the events add up to the same.
struct MultipartParser {
  enum Event: Equatable {
    case part(PartHeader)
    case content(ByteBuffer)
    case partEnd
  }

  private enum State {
    /// Before the first boundary. What stands there is to be ignored.
    case preamble
    case header
    case content
    /// Behind a boundary: two dashes, or the end of the line.
    case boundary
    /// Behind the last boundary. What stands there is to be ignored.
    case epilogue
  }

  private let limits: MultipartLimits
  private let delimiter: [UInt8]
  private var state = State.preamble
  private var isInPart = false
  private var pending: ByteBuffer

  /// Nil if there is no boundary, or one that can't be (RFC 2046 §5.1.1: 1 to 70 characters).
  init?(boundary: String?, limits: MultipartLimits) {
    guard let boundary, (1...70).contains(boundary.utf8.count),
      boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), boundary.last != " "
    else { return nil }
    self.limits = limits
    delimiter = Array("\r\n--\(boundary)".utf8)
    // The first boundary needs no line before it; this one makes it like the others.
    pending = ByteBuffer(string: "\r\n")
  }

  mutating func feed(_ bytes: ByteBuffer) {
    guard state != .epilogue else { return }
    pending.writeImmutableBuffer(bytes)
  }

  /// The next event that can be made out of what has been fed; nil if more is needed.
  mutating func next() throws(FormFault) -> Event? {
    while true {
      switch state {
      case .preamble:
        guard try skipPreamble() else { return nil }
      case .boundary:
        guard try passBoundary() else { return nil }
        if isInPart {
          isInPart = false
          return .partEnd
        }
      case .header:
        guard let header = try takeHeader() else { return nil }
        isInPart = true
        state = .content
        return .part(header)
      case .content:
        if let content = takeContent() { return .content(content) }
        guard state == .boundary else { return nil }
      case .epilogue:
        return nil
      }
    }
  }

  /// Whether the last boundary has been seen. A body that ends before was cut short.
  var isComplete: Bool { state == .epilogue }

  private mutating func skipPreamble() throws(FormFault) -> Bool {
    guard let index = pending.firstIndex(of: delimiter) else {
      guard pending.readableBytes <= limits.headerBytes else { throw .malformed }
      return false
    }
    pending.moveReaderIndex(to: index + delimiter.count)
    state = .boundary
    return true
  }

  /// Passes what follows a boundary: `--` ends the body, blanks and a line's end start a part.
  private mutating func passBoundary() throws(FormFault) -> Bool {
    while pending.readableBytes >= 2 {
      guard let two = pending.readInteger(as: UInt16.self) else { return false }
      switch two {
      case 0x2D2D:
        state = .epilogue
        pending.clear()
        return true
      case 0x0D0A:
        state = .header
        return true
      case let other where other >> 8 == 0x20 || other >> 8 == 0x09:
        pending.moveReaderIndex(to: pending.readerIndex - 1)
      default:
        throw .malformed
      }
    }
    return false
  }

  private mutating func takeHeader() throws(FormFault) -> PartHeader? {
    guard let index = pending.firstIndex(of: Array("\r\n\r\n".utf8)) else {
      guard pending.readableBytes <= limits.headerBytes else { throw .malformed }
      return nil
    }
    let length = index - pending.readerIndex
    guard length <= limits.headerBytes, let bytes = pending.readBytes(length: length) else {
      throw .malformed
    }
    pending.moveReaderIndex(forwardBy: 4)
    return try PartHeader(bytes, limits: limits.form)
  }

  /// Content up to the next boundary, or as much of it as cannot be the beginning of one; nil if that is
  /// nothing.
  private mutating func takeContent() -> ByteBuffer? {
    if let index = pending.firstIndex(of: delimiter) {
      let content = pending.readSlice(length: index - pending.readerIndex)
      pending.moveReaderIndex(forwardBy: delimiter.count)
      state = .boundary
      return content.flatMap { $0.readableBytes > 0 ? $0 : nil }
    }
    let safe = pending.readableBytes - (delimiter.count - 1)
    guard safe > 0 else { return nil }
    defer { pending.discardReadBytes() }
    return pending.readSlice(length: safe)
  }
}

extension ByteBuffer {
  /// The reader index at which a sequence of bytes begins; nil if it isn't there as a whole.
  fileprivate func firstIndex(of sequence: [UInt8]) -> Int? {
    let found = withUnsafeReadableBytes { bytes -> Int? in
      guard let base = bytes.baseAddress, let first = sequence.first else { return nil }
      var start = 0
      while start + sequence.count <= bytes.count,
        let match = memchr(base + start, CInt(first), bytes.count - sequence.count - start + 1)
      {
        let index = UnsafeRawPointer(match) - base
        if memcmp(match, sequence, sequence.count) == 0 { return index }
        start = index + 1
      }
      return nil
    }
    return found.map { readerIndex + $0 }
  }
}
