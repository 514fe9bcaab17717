import FoundationEssentials

extension SMTPSettings {
  /// Reads `smtps://user:password@mail.example` (TLS, port 465) or `smtp://mail.example` (STARTTLS, port
  /// 587). `smtp://localhost:25?tls=none` names the mode itself. Name and password are percent-encoded.
  public init(url text: String) throws(SMTPURLFault) {
    guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty,
      url.path.isEmpty || url.path == "/", url.fragment == nil
    else { throw .malformed }
    let tls = try SMTPSettings.tlsMode(url)
    guard (url.user == nil) == (url.password == nil) else { throw .halfACredential }
    guard (1...65_535).contains(url.port ?? 1) else { throw .malformed }
    self.init(
      host: host, port: url.port ?? (tls == .tls ? 465 : 587), tls: tls, username: url.user,
      password: url.password)
  }

  private static func tlsMode(_ url: URLComponents) throws(SMTPURLFault) -> TLSMode {
    let query = url.queryItems ?? []
    switch url.scheme {
    case "smtps" where query.isEmpty:
      return .tls
    case "smtp" where query.isEmpty:
      return .starttls
    case "smtp" where query.count == 1 && query[0].name == "tls":
      guard let mode = TLSMode(rawValue: query[0].value ?? "") else { throw .unknownTLSMode }
      return mode
    default:
      throw .malformed
    }
  }
}

/// What is wrong with an SMTP URL; does not quote it, because of the password in it.
public enum SMTPURLFault: Error, Hashable, CustomStringConvertible {
  case malformed
  case unknownTLSMode
  case halfACredential

  public var description: String {
    switch self {
    case .malformed: "not of the form smtp://user:password@host:port?tls=starttls"
    case .unknownTLSMode: "tls is none, starttls or tls"
    case .halfACredential: "a user name and a password go together"
    }
  }
}
