internal import Hummingbird
internal import Logging

/// One line for each request: which, what kind, how it ended, how long it took.
///
/// The route's pattern stands for the path, which holds ids; the query, the host's name and the client's
/// address are left out altogether.
struct AccessLog: Sendable {
  let logger: Logger

  func record(
    _ request: Request, _ context: ShellContext, status: HTTPResponse.Status,
    since start: ContinuousClock.Instant
  ) {
    let elapsed = ContinuousClock.now - start
    let microseconds =
      elapsed.components.seconds * 1_000_000 + elapsed.components.attoseconds / 1_000_000_000_000
    logger.info(
      "request",
      metadata: [
        "request": .string(context.requestID.description),
        "method": .string(Self.known(request.method)),
        "route": .string(context.routePattern ?? "-"),
        "status": .stringConvertible(status.code),
        "microseconds": .stringConvertible(microseconds),
      ])
  }

  /// A method is free text as long as it is a token, and free text does not belong in the log.
  private static func known(_ method: HTTPRequest.Method) -> String {
    switch method {
    case .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect: method.rawValue
    default: "other"
    }
  }
}
