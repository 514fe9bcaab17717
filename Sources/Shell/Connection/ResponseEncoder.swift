internal import Hummingbird
internal import NIOCore

/// Writes responses as HTTP/1.1 (RFC 9112 §4), with the security headers: every response of the server passes
/// here.
struct ResponseEncoder {
  /// How the end of a body is found (RFC 9112 §6.3).
  enum Framing: Equatable {
    case none
    case length(bytes: Int)
    case chunked
    case untilClose
  }

  private let security: SecurityHeaders
  /// Each of the security headers, as it is written.
  private let securityLines: [[UInt8]]
  private let date = HTTPDate()

  init(security: SecurityHeaders) {
    self.security = security
    securityLines = security.fields.map { Array("\($0.name): \($0.value)\r\n".utf8) }
  }

  /// Writes the head.
  ///
  /// - Parameter closing: whether the connection ends with this response.
  func encode(
    _ response: HTTPResponse, for exchange: Exchange, closing: Bool, into buffer: inout ByteBuffer
  ) -> Framing {
    buffer.writeStatusLine(code: response.status.code, phrase: response.status.reasonPhrase)
    var length: Int?
    var replaced = FieldSet()
    for field in response.headerFields {
      switch field.name {
      // Framing and the connection are decided here, and nowhere else.
      case .transferEncoding, .connection, .date: continue
      case .contentLength: length = Int(field.value) ?? 0
      default: replaced.insert(security.fields.firstIndex { $0.name == field.name.canonicalName })
      }
      buffer.writeField(field.name.canonicalName, field.value)
    }
    for (index, line) in securityLines.enumerated() where !replaced.contains(index) {
      buffer.writeBytes(line)
    }
    buffer.writeField("date", date.now)

    let framing = framing(of: response.status.code, exchange, length: length)
    if framing == .chunked { buffer.writeField("transfer-encoding", "chunked") }
    if closing || framing == .untilClose { buffer.writeField("connection", "close") }
    buffer.writeStaticString("\r\n")
    return framing
  }

  /// Writes the whole of the short page that a connection answers a fault with.
  func encodePage(for status: (code: Int, phrase: String), into buffer: inout ByteBuffer) {
    let page =
      "<!doctype html><html lang=\"en\"><title>\(status.phrase)</title><p>\(status.code) \(status.phrase)\n"
    buffer.writeStatusLine(code: status.code, phrase: status.phrase)
    buffer.writeField("content-type", "text/html; charset=utf-8")
    buffer.writeField("content-length", String(page.utf8.count))
    if status.code == 503 { buffer.writeField("retry-after", "5") }
    for line in securityLines { buffer.writeBytes(line) }
    buffer.writeField("date", date.now)
    buffer.writeField("connection", "close")
    buffer.writeStaticString("\r\n")
    buffer.writeString(page)
  }

  private func framing(of code: Int, _ exchange: Exchange, length: Int?) -> Framing {
    if exchange.isHead || code == 204 || code == 304 || code < 200 { return .none }
    if let length { return .length(bytes: length) }
    return exchange.isLegacy ? .untilClose : .chunked
  }
}

/// Some of the security headers, by their place.
private struct FieldSet {
  private var bits: UInt32 = 0

  mutating func insert(_ index: Int?) {
    if let index { bits |= 1 << index }
  }

  func contains(_ index: Int) -> Bool { bits & 1 << index != 0 }
}

extension ByteBuffer {
  fileprivate mutating func writeStatusLine(code: Int, phrase: String) {
    writeStaticString("HTTP/1.1 ")
    writeString(String(code))
    writeStaticString(" ")
    writeString(phrase)
    writeStaticString("\r\n")
  }

  fileprivate mutating func writeField(_ name: String, _ value: String) {
    writeString(name)
    writeStaticString(": ")
    writeString(value)
    writeStaticString("\r\n")
  }

  /// One chunk (RFC 9112 §7.1).
  mutating func writeChunk(_ part: ByteBuffer) {
    writeString(String(part.readableBytes, radix: 16))
    writeStaticString("\r\n")
    writeImmutableBuffer(part)
    writeStaticString("\r\n")
  }

  /// The end of a chunked body, without trailers.
  mutating func writeLastChunk() {
    writeStaticString("0\r\n\r\n")
  }
}
