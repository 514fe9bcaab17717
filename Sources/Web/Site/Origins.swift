public import Credentials

/// How the addresses of this installation are written in letters: from its configuration, never from a request.
public struct Origins: Sendable {
  let scheme: String
  let baseDomain: String
  /// With its colon; empty for the scheme's own.
  let port: String
  /// Which letters come from; nil where mail is not configured.
  let mail: String?

  public init(isSecure: Bool, baseDomain: String, port: Int?, mail: String? = nil) {
    scheme = isSecure ? "https" : "http"
    self.baseDomain = baseDomain
    self.mail = mail
    self.port = port.map { $0 == (isSecure ? 443 : 80) ? "" : ":\($0)" } ?? ""
  }

  /// The host of a tenant.
  public func host(_ slug: String) -> String { "\(slug).\(baseDomain)" }

  /// The link by which somebody makes an account.
  public func invitation(_ token: Token, to slug: String) -> String {
    url(slug, Path.invitation(token.text))
  }

  func url(_ slug: String, _ path: String) -> String {
    "\(scheme)://\(host(slug))\(port)\(path)"
  }
}
