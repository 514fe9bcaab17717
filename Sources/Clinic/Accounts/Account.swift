/// Somebody who can sign in to one tenant. The same address at another tenant is another account.
public enum Account {}

/// A token that was just issued: the browser keeps it, the database its hash.
public struct NewSession: Sendable {
  public let token: String
  public let stage: Session.Stage
}
