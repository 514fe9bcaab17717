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

  /// First parts of paths that the shell answers itself: ``Assets`` and ``HealthChecks``.
  public static var reserved: Set<String> { ["assets", "healthz", "readyz"] }

  private static func isReserved(_ pattern: RoutePattern) -> Bool {
    guard case .literal(let first) = pattern.parts.first else { return false }
    return reserved.contains(first)
  }
}
