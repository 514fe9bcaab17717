/// Which server takes our mail, and how it is spoken to.
public struct SMTPSettings: Sendable {
  public enum TLSMode: String, Hashable, Sendable {
    /// Everything in the clear, password included: for a server on the same machine.
    case none
    /// TLS from the first message on, or nothing is sent (RFC 3207).
    case starttls
    /// TLS from the first byte on (RFC 8314).
    case tls
  }

  public var host: String
  public var port: Int
  public var tls: TLSMode
  public var username: String?
  public var password: String?
  /// A file of trusted certificates in place of the system's.
  public var certificates: String?
  /// Until the connection stands, TLS included.
  public var connectTimeout: Duration = .seconds(15)
  /// For a whole delivery.
  public var deadline: Duration = .seconds(60)
  /// Deliveries at once.
  public var connections = 2
  /// Deliveries that may wait for one of those.
  public var waiting = 64

  public init(
    host: String, port: Int, tls: TLSMode, username: String? = nil, password: String? = nil
  ) {
    self.host = host
    self.port = port
    self.tls = tls
    self.username = username
    self.password = password
  }
}

extension SMTPSettings: CustomStringConvertible, CustomReflectable {
  public var description: String { "SMTPSettings(\(host):\(port), \(tls))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
