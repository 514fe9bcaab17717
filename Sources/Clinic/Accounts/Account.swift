/// Somebody who can sign in to one tenant. The same address at another tenant is another account.
public enum Account {}

/// A token that was just issued: the browser keeps it, the database its hash.
public struct NewSession: Sendable {
  public let token: String
  public let stage: Session.Stage
  /// The token by which the browser is known again, if it has none yet.
  public let device: String?
  /// The account's own, when its owner has just signed in.
  public let language: String?

  init(token: String, stage: Session.Stage, device: String? = nil, language: String? = nil) {
    self.token = token
    self.stage = stage
    self.device = device
    self.language = language
  }
}
