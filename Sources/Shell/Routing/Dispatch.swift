internal import Hummingbird

/// A route table whose type of access is forgotten: what answering a request needs of it.
struct Dispatch: Sendable {
  struct Target: Sendable {
    let pattern: String
    let checksOrigin: Bool
    let handler: @Sendable (Request, ShellContext) async throws -> Response
  }

  private let tree: RouteTree
  private let targets: [Target]

  init<Access>(_ table: RouteTable<Access>) {
    tree = table.tree
    targets = table.routes.map {
      Target(pattern: $0.pattern, checksOrigin: $0.checksOrigin, handler: $0.handler)
    }
  }

  /// What answers, and what the path's parameters are.
  ///
  /// - Throws: 404 for a path nobody knows, 405 with `Allow` for a method the path does not have.
  func target(for method: HTTPRequest.Method, path: String) throws(HTTPError) -> (Target, PathParameters) {
    guard let (endpoint, parameters) = tree.find(path) else { throw HTTPError(.notFound) }
    guard let index = endpoint.route(for: method) else {
      throw HTTPError(.methodNotAllowed, headers: [.allow: endpoint.allowedMethods])
    }
    return (targets[index], parameters)
  }
}
