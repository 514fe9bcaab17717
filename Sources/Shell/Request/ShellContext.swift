public import Logging

/// What the shell knows about one request, apart from the request itself.
public struct ShellContext: Sendable {
  /// The request's name in the log and on an error page.
  public let requestID: RequestID

  /// The host the request was sent to.
  public let host: RequestHost

  /// Whether the browser speaks https: to us, or to a trusted proxy that says so.
  public let isSecure: Bool

  /// What the named parts of the route's pattern matched.
  public internal(set) var parameters: PathParameters

  /// The pattern of the route that answers, such as `/doctors/:id`; nil where none does. Safe to log.
  public internal(set) var routePattern: String?

  /// Ends when the server is asked to stop. A response without an end of its own must end with it.
  public let shutdown: ShutdownSignal

  let client: ClientAddress
  private let baseLogger: Logger

  /// A context for a test, or for a page made outside a request.
  public init(
    requestID: RequestID = RequestID(),
    host: RequestHost,
    isSecure: Bool = false,
    client: ClientAddress = ClientAddress(peer: nil),
    parameters: PathParameters = [:],
    shutdown: ShutdownSignal = ShutdownSignal(),
    logger: Logger
  ) {
    self.requestID = requestID
    self.host = host
    self.isSecure = isSecure
    self.client = client
    self.parameters = parameters
    self.shutdown = shutdown
    baseLogger = logger
  }

  /// A logger that names this request on every line.
  public var logger: Logger {
    var logger = baseLogger
    logger[metadataKey: "request"] = "\(requestID)"
    return logger
  }

  /// The client's IP address, as far as it can be believed: see ``ClientAddress``. Nil on a Unix socket.
  public var remoteAddress: String? { client.description }

  /// The origin of our own pages for this request, such as `https://demo.example.org` (RFC 6454).
  public var origin: String { "\(isSecure ? "https" : "http")://\(host)" }
}
