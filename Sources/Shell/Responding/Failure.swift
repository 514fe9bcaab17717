public import Hummingbird

/// A request that will not be answered as it was meant, as an error page shows it.
public struct Failure: Sendable {
  /// 4xx or 5xx.
  public let status: HTTPResponse.Status

  /// What the handler said about it, if it said anything: ``HTTPError``'s own words, never an unknown
  /// error's.
  public let message: String?

  /// The number by which the log knows this request. Show it where ``isOurFault``.
  public let reference: RequestID

  /// Whether it is the server's fault, not the request's.
  public var isOurFault: Bool { status.code >= 500 }
}

/// Makes the page for a failure. The status, and what the failure's headers demand, are set afterwards.
public typealias ErrorPages = @Sendable (Failure, Request, ShellContext) async throws -> Response
