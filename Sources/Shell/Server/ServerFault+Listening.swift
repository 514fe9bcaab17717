internal import Glibc
internal import NIOCore

extension ServerFault {
  /// What an error in opening the listening socket means.
  init(listening error: any Error, _ settings: ShellSettings) {
    let host = settings.host
    let port = settings.port
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE: self = .portTaken(host: host, port: port)
    case EACCES: self = .portForbidden(host: host, port: port)
    case EADDRNOTAVAIL: self = .addressUnknown(host: host)
    case let code?: self = .listening(host: host, port: port, error: String(cString: strerror(code)))
    case nil where error is SocketAddressError: self = .addressUnknown(host: host)
    case nil: self = .listening(host: host, port: port, error: String(reflecting: type(of: error)))
    }
  }
}
