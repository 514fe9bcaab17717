internal import Clinic
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

  /// The host of a tenant that it has whatever becomes of its own domain: names that must not change are made of it.
  public func host(_ slug: String) -> String { "\(slug).\(baseDomain)" }

  /// The link by which somebody makes an account.
  public func invitation(_ token: Token, to slug: String) -> String {
    url(host(slug), Path.invitation(token.text))
  }

  /// At the clinic's own domain where it has one.
  func url(_ tenant: Tenant, _ path: String) -> String {
    url(tenant.domain ?? host(tenant.slug), path)
  }

  func url(_ host: String, _ path: String) -> String { "\(scheme)://\(host)\(port)\(path)" }
}
