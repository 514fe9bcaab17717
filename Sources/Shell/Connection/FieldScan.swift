internal import HTTPTypes
internal import NIOHTTP1

/// One walk over the fields of a request: those that frame it are looked at, the others are handed on.
struct FieldScan {
  private(set) var fields = HTTPFields()
  private(set) var host: String?
  private(set) var contentLength: Int?
  private(set) var endsConnection = false
  private(set) var expectsContinue = false
  private var transferEncoding: String?

  init(_ headers: HTTPHeaders) throws(ConnectionFault) {
    fields.reserveCapacity(headers.count)
    for (text, value) in headers {
      guard let name = HTTPField.Name(text), HTTPField.isValidValue(value) else { throw .malformed }
      switch name.canonicalName {
      case "host":
        guard host == nil else { throw .badHost }
        host = value
        continue
      case "content-length":
        guard contentLength == nil, !value.isEmpty, value.utf8.allSatisfy({ (48...57).contains($0) }),
          let length = Int(value)
        else { throw .malformed }
        contentLength = length
      case "transfer-encoding":
        guard transferEncoding == nil else { throw .malformed }
        transferEncoding = value
      case "connection":
        endsConnection = endsConnection || Self.names("close", in: value)
      case "upgrade":
        // The parser takes what follows for the other protocol, which we don't speak. A socket for pages
        // that need one would be set up before this (see GuardedConnection).
        endsConnection = true
      case "expect":
        expectsContinue = value.lowercased() == "100-continue"
      default:
        break
      }
      fields.append(HTTPField(name: name, value: value))
    }
  }

  /// A body with two lengths is how one request is smuggled inside another (RFC 9112 §11.2).
  func checkFraming(version: HTTPVersion) throws(ConnectionFault) {
    guard let transferEncoding else { return }
    guard contentLength == nil, version.minor >= 1 else { throw .malformed }
    guard transferEncoding.lowercased() == "chunked" else { throw .unknownCoding }
  }

  private static func names(_ option: String, in list: String) -> Bool {
    list.split(separator: ",").contains { $0.trimmingBlanks().lowercased() == option }
  }
}
