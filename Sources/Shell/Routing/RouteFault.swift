public import Hummingbird

/// What is wrong with a table of routes. It stops the server from starting.
public enum RouteFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// Not a path of literal parts and `:named` ones.
  case badPattern(String)
  /// Another route has the same method and the same path; names of parameters make no difference.
  case duplicate(method: HTTPRequest.Method, pattern: String, earlier: String)
  /// Two patterns call the same part of a path by different names.
  case renamedParameter(pattern: String, earlier: String)
  /// Two routes have the same name.
  case duplicateName(String)
  /// The path belongs to the shell: see ``RouteTable/reserved``.
  case reserved(String)

  public var description: String {
    switch self {
    case .badPattern(let pattern):
      "\(pattern): not a path of literal parts and :named ones"
    case .duplicate(let method, let pattern, let earlier):
      "\(method.rawValue) \(pattern): already routed as \(earlier)"
    case .renamedParameter(let pattern, let earlier):
      "\(pattern): names a part of the path differently from \(earlier)"
    case .duplicateName(let name):
      "\(name): two routes have this name"
    case .reserved(let pattern):
      "\(pattern): this path belongs to the shell"
    }
  }
}

/// Every fault of a table at once, so that they can be mended at once.
public struct RouteFaults: Error, CustomStringConvertible {
  public let faults: [RouteFault]
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}
