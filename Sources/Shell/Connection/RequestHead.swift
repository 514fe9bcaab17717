internal import HTTPTypes
internal import NIOHTTP1

/// A request's head that has passed every check: a pure function from what the parser read.
struct RequestHead {
  let request: HTTPRequest
  let exchange: Exchange
  /// Whether the client waits for a word before it sends the body (RFC 9110 §10.1.1).
  let expectsContinue: Bool
  /// Bytes of the body that follows, as far as it says.
  let bodyLength: Int

  init(_ head: HTTPRequestHead, settings: ShellSettings) throws(ConnectionFault) {
    guard head.uri.utf8.count <= settings.maximumTargetBytes else { throw .targetTooLong }
    guard let method = HTTPRequest.Method(head.method.rawValue), method != .connect else { throw .malformed }
    let scan = try FieldScan(head.headers)
    guard let hostField = scan.host, let host = RequestHost(hostField) else { throw .badHost }
    try scan.checkFraming(version: head.version)
    if let length = scan.contentLength, length > settings.maximumBodyBytes { throw .bodyTooLarge }

    bodyLength = scan.contentLength ?? 0
    let target = try Self.originForm(head.uri, host: host)
    guard RequestPath.isServable(target) else { throw .badTarget }
    request = HTTPRequest(
      method: method, scheme: nil, authority: host.description, path: target, headerFields: scan.fields)
    let isLegacy = head.version.minor == 0
    exchange = Exchange(
      isHead: method == .head, isLegacy: isLegacy, endsConnection: isLegacy || scan.endsConnection)
    expectsContinue = !isLegacy && scan.expectsContinue
  }

  /// The path and query of a target. One in absolute form (RFC 9112 §3.2.2) must name the host that `Host`
  /// names, so that nothing in front of us can have understood another one.
  private static func originForm(_ target: String, host: RequestHost) throws(ConnectionFault) -> String {
    if target.utf8.first == UInt8(ascii: "/") { return target }
    let lower = target.lowercased()
    guard let scheme = ["http://", "https://"].first(where: { lower.hasPrefix($0) }) else { throw .badTarget }
    let rest = target.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard RequestHost(String(authority)) == host else { throw .foreignTarget }
    let path = rest[authority.endIndex...]
    return path.first == "/" ? String(path) : "/\(path)"
  }
}
