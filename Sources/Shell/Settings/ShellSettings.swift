public import Addresses

/// Everything the web shell can be told, with defaults that are safe to serve the internet with.
///
/// Deadlines and limits are enforced on the connection, before any page sees a byte.
public struct ShellSettings: Sendable {
  /// The address to listen on: an IP address or a name that resolves to one.
  public var host = "127.0.0.1"

  /// The TCP port to listen on; 0 lets the system choose one.
  public var port = 8080

  /// Certificate and key, where this process ends TLS itself.
  public var tls: TLSFiles?

  /// Whether a proxy in front ends TLS, so that every browser comes by https. Sends HSTS.
  public var isBehindTLS = false

  /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. Nobody else's are.
  public var trustedProxies: [AddressRange] = []

  /// Whether the server runs on a developer's machine.
  public var isDevelopment = false

  /// The longest a request head may take, from its first byte (or from the connection) to its last.
  public var headerDeadline: Duration = .seconds(10)

  /// The longest a request body may take as a whole, besides what ``longBodyRate`` adds.
  public var bodyDeadline: Duration = .seconds(120)

  /// A body that says how long it is has as much longer as it takes at so many bytes a second: a large file over a slow line.
  public var longBodyRate = 64 * 1024

  /// Bytes a second that a body must keep up, averaged over ``rateWindow``. Time in which the server
  /// itself does not read is not counted.
  public var minimumRate = 500

  /// The window over which ``minimumRate`` is averaged.
  public var rateWindow: Duration = .seconds(5)

  /// How long a connection may rest between requests.
  public var idleTimeout: Duration = .seconds(30)

  /// How long a client may leave a response unread before the connection is closed.
  public var sendTimeout: Duration = .seconds(30)

  /// Longest request target in bytes; beyond it 414.
  public var maximumTargetBytes = 4 * 1024

  /// Longest request head in bytes; beyond it 431. The parser counts an unfinished target as part of it.
  public var maximumHeaderBytes = 16 * 1024

  /// Most header fields in one request; beyond it 431.
  public var maximumHeaderFields = 100

  /// Longest request body in bytes that is read at all; beyond it 413 and the connection is closed.
  /// A form's own limits lie below it, so that a page can still answer kindly.
  public var maximumBodyBytes = 64 * 1024 * 1024

  /// Most connections open at a time; one more is told 503 and closed.
  public var maximumConnections = 4096

  /// How long requests that are running may take to finish once the server is asked to stop.
  public var shutdownGrace: Duration = .seconds(20)

  public init() {}

  /// Whether browsers come by https, whoever ends it.
  var isServedOverTLS: Bool { isBehindTLS || tls != nil }
}

/// Where a certificate chain and its private key lie, both PEM.
public struct TLSFiles: Sendable, Equatable {
  public var certificateChain: String
  public var privateKey: String

  public init(certificateChain: String, privateKey: String) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
  }
}
