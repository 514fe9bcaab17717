/// Whom a route admits. Declared with the route, enforced by the door.
public enum Access: Hashable, Sendable, CustomStringConvertible {
  /// Anybody; a signed-in visitor is recognised.
  case anyone
  /// A fully signed-in account with one of these roles.
  case only(Set<Role>)
  /// A half-signed-in account at exactly this step, and nothing else.
  case step(Session.Stage)

  public static let signedIn = Access.only(Set(Role.allCases))

  var stages: [String]? {
    switch self {
    case .anyone: nil
    case .only: [Session.Stage.full.rawValue]
    case .step(let stage): [stage.rawValue]
    }
  }

  var roles: [String]? {
    guard case .only(let roles) = self else { return nil }
    return roles.map(\.rawValue).sorted()
  }

  public var description: String {
    switch self {
    case .anyone: "anyone"
    case .only(let roles): Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ",")
    case .step(let stage): "step:\(stage.rawValue)"
    }
  }
}
