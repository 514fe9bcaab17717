import Clinic
import Hummingbird
import NIOCore
import ObjectStore
import Shell

extension Response {
  /// A document's bytes, to be saved.
  static func document(_ document: OpenDocument, to request: Request, _ clinic: Clinic) async throws
    -> Response
  {
    // Bytes never change under their id, and the address has it.
    try await saved(
      document.title, document.kind.rawValue, size: document.size, tag: String(document.size), to: request
    ) { range in try await document.bytes(range, of: clinic) }
  }

  /// A file to be saved: never shown within a page of ours, whatever is in it.
  ///
  /// - Parameter tag: tells its bytes from others at its address.
  static func saved(
    _ name: String, _ contentType: String, size: Int, tag: String, to request: Request,
    _ bytes: (Range<Int>) async throws -> ByteStream
  ) async throws -> Response {
    let tag = "\"\(tag)\""
    let range = ByteRange(request.headers[.range], if: request.headers[.ifRange], tag: tag, size: size)
    var headers: HTTPFields = [
      .contentType: contentType, .acceptRanges: "bytes", .eTag: tag,
      .contentDisposition: ContentDisposition.attachment(name),
      .contentSecurityPolicy: "sandbox; default-src 'none'; frame-ancestors 'none'",
    ]
    switch range {
    case .unsatisfiable:
      headers[.contentRange] = "bytes */\(size)"
      return Response(status: .rangeNotSatisfiable, headers: headers)
    case .all, .part:
      let wanted = if case .part(let part) = range { part } else { 0..<size }
      headers[.contentLength] = String(wanted.count)
      if case .part = range {
        headers[.contentRange] = "bytes \(wanted.lowerBound)-\(wanted.upperBound - 1)/\(size)"
      }
      return Response(
        status: range == .all ? .ok : .partialContent, headers: headers,
        body: ResponseBody(asyncSequence: try await bytes(wanted)))
    }
  }

  /// A picture of our own making, for a page of ours.
  static func documentPreview(_ picture: [UInt8]) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: "image/jpeg", .contentLength: String(picture.count),
        .contentSecurityPolicy: "sandbox; default-src 'none'; frame-ancestors 'none'",
      ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture)))
  }
}

enum ContentDisposition {
  /// RFC 6266: the name in ASCII for whoever knows no better, and as it is (RFC 8187).
  static func attachment(_ name: String) -> String {
    let plain = name.unicodeScalars.map { scalar -> Character in
      (0x20...0x7E).contains(scalar.value) && !"\"\\%".unicodeScalars.contains(scalar)
        ? Character(scalar) : "_"
    }
    return "attachment; filename=\"\(String(plain))\"; filename*=UTF-8''\(name.percentEncoded)"
  }
}
