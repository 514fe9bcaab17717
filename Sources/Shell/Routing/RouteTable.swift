public import Hummingbird

/// Every route of the application, checked as a whole.
public struct RouteTable<Access: Sendable>: Sendable {
  /// The routes in the order in which they were given: what `polyclinic routes` prints, and what tests visit.
  public let routes: [Route<Access>]

  let tree: RouteTree

  /// - Throws: ``RouteFaults``, all of them.
  public init(_ routes: [Route<Access>]) throws(RouteFaults) {
    var tree = RouteTree()
    var names: Set<String> = []
    var faults: [RouteFault] = []
    for (index, route) in routes.enumerated() {
      do throws(RouteFault) {
        guard let pattern = RoutePattern(route.pattern) else { throw .badPattern(route.pattern) }
        guard !Self.isReserved(pattern) else { throw .reserved(route.pattern) }
        try tree.insert(pattern, spelt: route.pattern, method: route.method, index: index)
        guard names.insert(route.name).inserted else { throw .duplicateName(route.name) }
      } catch {
        faults.append(error)
      }
    }
    guard faults.isEmpty else { throw RouteFaults(faults: faults) }
    self.routes = routes
    self.tree = tree
  }

  /// Answers what did not come from a browser just now, such as a form that was kept: no path of the shell's own, and no look at
  /// where it comes from.
  ///
  /// - Throws: `HTTPError` 404 and 405 as for a request, and what the route's handler throws.
  public func answer(_ request: Request, _ context: ShellContext) async throws -> Response {
    var context = context
    let path = RequestPath.decoded(request.head.path ?? "/")
    let (target, parameters) = try Dispatch(self).target(for: request.method, path: path)
    context.parameters = parameters
    return try await target.handler(request, context)
  }

  /// First parts of paths that the shell answers itself: ``Assets`` and ``HealthChecks``.
  public static var reserved: Set<String> { ["assets", "healthz", "readyz"] }

  private static func isReserved(_ pattern: RoutePattern) -> Bool {
    guard case .literal(let first) = pattern.parts.first else { return false }
    return reserved.contains(first)
  }
}
