internal import Hummingbird
internal import NIOCore

/// Writes responses as HTTP/1.1 (RFC 9112 §4), with the security headers: every response of the server passes
/// here.
struct ResponseEncoder {
  /// How the end of a body is found (RFC 9112 §6.3).
  enum Framing {
    case none
    case length
    case chunked
    case untilClose
  }

  private let security: SecurityHeaders
  private let securityLines: [UInt8]
  private let date = HTTPDate()

  init(security: SecurityHeaders) {
    self.security = security
    securityLines = security.fields.flatMap { Array("\($0.name): \($0.value)\r\n".utf8) }
  }

  /// Writes the head.
  ///
  /// - Parameter closing: whether the connection ends with this response.
  func encode(
    _ response: HTTPResponse, for exchange: Exchange, closing: Bool, into buffer: inout ByteBuffer
  ) -> Framing {
    buffer.writeStatusLine(code: response.status.code, phrase: response.status.reasonPhrase)
    var hasLength = false
    var replaced: Set<String> = []
    for field in response.headerFields {
      switch field.name {
      // Framing and the connection are decided here, and nowhere else.
      case .transferEncoding, .connection, .date: continue
      case .contentLength: hasLength = true
      default:
        if security.fields.contains(where: { $0.name == field.name.canonicalName }) {
          replaced.insert(field.name.canonicalName)
        }
      }
      buffer.writeField(field.name.canonicalName, field.value)
    }
    if replaced.isEmpty {
      buffer.writeBytes(securityLines)
    } else {
      for field in security.fields where !replaced.contains(field.name) {
        buffer.writeField(field.name, field.value)
      }
    }
    buffer.writeField("date", date.now)

    let framing = framing(of: response.status.code, exchange, hasLength: hasLength)
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
    buffer.writeBytes(securityLines)
    buffer.writeField("date", date.now)
    buffer.writeField("connection", "close")
    buffer.writeStaticString("\r\n")
    buffer.writeString(page)
  }

  private func framing(of code: Int, _ exchange: Exchange, hasLength: Bool) -> Framing {
    if exchange.isHead || code == 204 || code == 304 || code < 200 { return .none }
    if hasLength { return .length }
    return exchange.isLegacy ? .untilClose : .chunked
  }
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
