/// Why the server could not start, in one line that says what to do about it.
public enum ServerFault: Error, Sendable, CustomStringConvertible {
  case portTaken(host: String, port: Int)
  case portForbidden(host: String, port: Int)
  case addressUnknown(host: String)
  case certificate(path: String)
  case privateKey(path: String)
  case tls
  case listening(host: String, port: Int, error: String)

  public var description: String {
    switch self {
    case .portTaken(let host, let port):
      "port \(port) on \(host) is taken: another server listens there"
    case .portForbidden(let host, let port):
      "port \(port) on \(host) may not be used by this account: ports below 1024 need a privilege"
    case .addressUnknown(let host):
      "\(host) is not an address of this machine"
    case .certificate(let path):
      "\(path): no certificate chain in PEM could be read there"
    case .privateKey(let path):
      "\(path): no private key in PEM could be read there"
    case .tls:
      "the certificate and the private key do not belong together"
    case .listening(let host, let port, let error):
      "can't listen on port \(port) of \(host): \(error)"
    }
  }
}
