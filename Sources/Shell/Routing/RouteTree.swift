internal import Hummingbird

/// Finds the routes of a path, part by part. A literal part wins over a named one.
struct RouteTree: Sendable {
  /// The methods of one path, and which route answers each.
  struct Endpoint: Sendable {
    let pattern: String
    var routes: [(method: HTTPRequest.Method, index: Int)] = []

    /// The route of a method. HEAD is GET without a body (RFC 9110 §9.3.2).
    func route(for method: HTTPRequest.Method) -> Int? {
      routes.first { $0.method == method }?.index
        ?? (method == .head ? routes.first { $0.method == .get }?.index : nil)
    }

    /// The value of `Allow` (RFC 9110 §10.2.1).
    var allowedMethods: String {
      var methods = routes.map(\.method.rawValue)
      if methods.contains("GET"), !methods.contains("HEAD") { methods.append("HEAD") }
      return methods.sorted().joined(separator: ", ")
    }
  }

  struct Node: Sendable {
    var literals: [String: Int] = [:]
    var parameter: (name: String, node: Int)?
    var endpoint: Endpoint?
  }

  private var nodes = [Node()]

  /// Adds a route. Its index is handed back by ``find(_:)``.
  mutating func insert(
    _ pattern: RoutePattern, spelt text: String, method: HTTPRequest.Method, index: Int
  ) throws(RouteFault) {
    var node = 0
    for part in pattern.parts {
      switch part {
      case .literal(let literal):
        node = nodes[node].literals[literal] ?? addNode { $0[node].literals[literal] = $1 }
      case .parameter(let name):
        if let known = nodes[node].parameter {
          guard known.name == name else {
            throw .renamedParameter(pattern: text, earlier: firstPattern(below: known.node))
          }
          node = known.node
        } else {
          node = addNode { $0[node].parameter = (name, $1) }
        }
      }
    }
    var endpoint = nodes[node].endpoint ?? Endpoint(pattern: text)
    guard endpoint.routes.allSatisfy({ $0.method != method }) else {
      throw .duplicate(method: method, pattern: text, earlier: endpoint.pattern)
    }
    endpoint.routes.append((method, index))
    nodes[node].endpoint = endpoint
  }

  /// The endpoint of a decoded path, and what its parameters matched.
  func find(_ path: String) -> (Endpoint, PathParameters)? {
    guard path.utf8.first == UInt8(ascii: "/") else { return nil }
    var parameters = PathParameters()
    let rest = path.dropFirst()
    if rest.isEmpty { return nodes[0].endpoint.map { ($0, parameters) } }
    return find(rest, below: 0, &parameters).map { ($0, parameters) }
  }

  private func find(_ rest: Substring, below index: Int, _ parameters: inout PathParameters) -> Endpoint? {
    let node = nodes[index]
    let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/"))
    let part = String(rest[..<(slash ?? rest.endIndex)])
    let next = slash.map { rest[rest.index(after: $0)...] }
    guard !part.isEmpty else { return nil }
    if let literal = node.literals[part] {
      let found = next.map { find($0, below: literal, &parameters) } ?? nodes[literal].endpoint
      if let found { return found }
    }
    guard let parameter = node.parameter else { return nil }
    parameters.entries.append((parameter.name, part))
    let found = next.map { find($0, below: parameter.node, &parameters) } ?? nodes[parameter.node].endpoint
    if found == nil { parameters.entries.removeLast() }
    return found
  }

  private mutating func addNode(_ link: (inout [Node], Int) -> Void) -> Int {
    nodes.append(Node())
    link(&nodes, nodes.count - 1)
    return nodes.count - 1
  }

  private func firstPattern(below node: Int) -> String {
    if let endpoint = nodes[node].endpoint { return endpoint.pattern }
    let children = nodes[node].literals.values.sorted() + (nodes[node].parameter.map { [$0.node] } ?? [])
    return children.first.map { firstPattern(below: $0) } ?? ""
  }
}
