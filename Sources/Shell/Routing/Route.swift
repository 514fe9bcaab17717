public import Hummingbird

/// One method on one path, who may use it, and what answers.
///
/// There is no way to make one without saying who may use it.
public struct Route<Access: Sendable>: Sendable {
  public typealias Handler = @Sendable (Request, ShellContext) async throws -> Response

  public let method: HTTPRequest.Method
  /// Literal parts and named ones: `/doctors/:id/schedule`.
  public let pattern: String
  /// Who may use it. The shell only keeps it; `Web` enforces it.
  public let access: Access
  /// What `polyclinic routes` and the log call it, such as `doctor.schedule`.
  public let name: String
  /// Whether a request that changes something must come from a page of our own: see ``OriginCheck``.
  public let checksOrigin: Bool
  let handler: Handler

  /// - Parameter checksOrigin: false only for a route that no cookie authenticates, such as a webhook.
  public init(
    _ method: HTTPRequest.Method, _ pattern: String, access: Access, name: String,
    checksOrigin: Bool = true, handler: @escaping Handler
  ) {
    self.method = method
    self.pattern = pattern
    self.access = access
    self.name = name
    self.checksOrigin = checksOrigin
    self.handler = handler
  }
}
