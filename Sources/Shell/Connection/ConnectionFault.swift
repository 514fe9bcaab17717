/// What is wrong with a request before any page could see it, or with the connection it came on.
///
/// The connection answers with a short page of its own and is closed.
enum ConnectionFault: Error, Equatable {
  /// The request is not HTTP/1.1 as RFC 9112 has it.
  case malformed
  /// No `Host`, more than one, or not a host (RFC 9112 §3.2).
  case badHost
  /// The target is not a path that can be served: see ``RequestPath``.
  case badTarget
  /// The target names another host than `Host` does.
  case foreignTarget
  case targetTooLong
  case headerTooLarge
  case bodyTooLarge
  /// The head took too long.
  case headerTooSlow
  /// The body took too long, or came too slowly.
  case bodyTooSlow
  /// A transfer coding other than `chunked` (RFC 9112 §6.1).
  case unknownCoding
  case unknownVersion
  case tooManyConnections
  /// The client went away in the middle of a request. Nobody is there to be answered.
  case truncated

  /// What the client is told; nil where nobody listens any more.
  var status: (code: Int, phrase: String)? {
    switch self {
    case .malformed, .badHost, .badTarget: (400, "Bad Request")
    case .foreignTarget: (421, "Misdirected Request")
    case .targetTooLong: (414, "URI Too Long")
    case .headerTooLarge: (431, "Request Header Fields Too Large")
    case .bodyTooLarge: (413, "Content Too Large")
    case .headerTooSlow, .bodyTooSlow: (408, "Request Timeout")
    case .unknownCoding: (501, "Not Implemented")
    case .unknownVersion: (505, "HTTP Version Not Supported")
    case .tooManyConnections: (503, "Service Unavailable")
    case .truncated: nil
    }
  }
}
