internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// Answers requests: the host's check, the shell's own paths, the routes, and the page for what goes wrong.
struct Site: Sendable {
  let settings: ShellSettings
  let isOurHost: @Sendable (String) -> Bool
  let dispatch: Dispatch
  let assets: Assets
  let health: HealthChecks
  let errorPages: ErrorPages
  let shutdown: ShutdownSignal
  let logger: Logger
  let accessLog: AccessLog

  /// Answers one request and writes the answer.
  ///
  /// - Throws: only what is wrong with the connection; there is nobody left to be answered.
  func serve(_ request: Request, _ writer: consuming ResponseWriter, peer: SocketAddress?) async throws {
    let start = ContinuousClock.now
    var context = try makeContext(for: request, peer: peer)
    var response = try await answer(request, &context)
    if request.method == .head { response.leaveOutBody() }
    defer { accessLog.record(request, context, status: response.status, since: start) }
    try await writer.write(response: response.head, body: response.body)
  }

  private func makeContext(for request: Request, peer: SocketAddress?) throws -> ShellContext {
    guard let host = request.head.authority.flatMap({ RequestHost($0) }) else {
      throw ConnectionFault.badHost
    }
    let client = ClientAddress(
      peer: peer,
      forwardedFor: settings.trustedProxies.isEmpty ? nil : request.headers.value(of: "x-forwarded-for"),
      trustedProxies: settings.trustedProxies)
    let isSecure =
      settings.isServedOverTLS
      || (!settings.trustedProxies.isEmpty && request.headers.value(of: "x-forwarded-proto") == "https"
        && client.isPeerTrusted)
    return ShellContext(host: host, isSecure: isSecure, client: client, shutdown: shutdown, logger: logger)
  }

  private func answer(_ request: Request, _ context: inout ShellContext) async throws -> Response {
    do {
      let path = RequestPath.decoded(request.head.path ?? "/")
      if let response = try await ownResponse(to: request, path: path, &context) { return response }
      guard isOurHost(context.host.name) else { throw HTTPError(.misdirectedRequest) }
      let (target, parameters) = try dispatch.target(for: request.method, path: path)
      context.parameters = parameters
      context.routePattern = target.pattern
      guard !target.checksOrigin || OriginCheck.passes(request, origin: context.origin) else {
        throw HTTPError(.forbidden)
      }
      return try await target.handler(request, context)
    } catch let fault as ConnectionFault {
      throw fault
    } catch {
      return await failureResponse(to: error, request, context)
    }
  }

  /// The answer to one of the paths that ``RouteTable/reserved`` keeps for the shell.
  private func ownResponse(
    to request: Request, path: String, _ context: inout ShellContext
  ) async throws -> Response? {
    guard path.hasPrefix("/assets/") || path == "/healthz" || path == "/readyz" else { return nil }
    guard request.method == .get || request.method == .head else {
      throw HTTPError(.methodNotAllowed, headers: [.allow: "GET, HEAD"])
    }
    switch path {
    case "/healthz":
      context.routePattern = path
      return Response(
        status: .ok, headers: [.contentType: "text/plain"], body: .init(byteBuffer: .init(string: "ok\n")))
    case "/readyz":
      context.routePattern = path
      let isReady = shutdown.hasRung ? false : await health.isReady()
      return Response(
        status: isReady ? .ok : .serviceUnavailable, headers: [.contentType: "text/plain"],
        body: .init(byteBuffer: .init(string: isReady ? "ready\n" : "not ready\n")))
    default:
      context.routePattern = "/assets/**"
      guard let response = assets.response(to: path) else { throw HTTPError(.notFound) }
      return response
    }
  }
}

extension Response {
  /// Leaves the body out and its length in. The body of a stream is not even begun.
  fileprivate mutating func leaveOutBody() {
    let fields = headers
    body = ResponseBody { writer in try await writer.finish(nil) }
    headers = fields
  }
}
