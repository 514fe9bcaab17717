/// Whom a route admits. Declared with the route, enforced by the door.
public enum Access: Hashable, Sendable, CustomStringConvertible {
  /// Anybody; a signed-in visitor is recognised.
  case anyone
  /// A fully signed-in account whose role has this permission.
  case may(Permission)
  /// A half-signed-in account at exactly this step, and nothing else.
  case step(Session.Stage)

  public static let signedIn = Access.may(.keepOwnAccount)

  var stages: [String]? {
    switch self {
    case .anyone: nil
    case .may: [Session.Stage.full.rawValue]
    case .step(let stage): [stage.rawValue]
    }
  }

  var roles: [String]? {
    guard case .may(let permission) = self else { return nil }
    return permission.roles.map(\.rawValue).sorted()
  }

  public var description: String {
    switch self {
    case .anyone: "anyone"
    case .may(let permission): permission.rawValue
    case .step(let stage): "step:\(stage.rawValue)"
    }
  }
}
