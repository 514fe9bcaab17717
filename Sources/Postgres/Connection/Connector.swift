internal import CLibPQ
internal import Glibc

/// Opens connections. Blocks: looking up a name can take long, and libpq does it in the middle of connecting.
struct Connector: Sendable {
  let settings: DatabaseSettings

  /// The oldest version whose pipelines and functions the house relies on.
  private static let oldestVersion: Int32 = 150_000

  /// Why there is no connection. libpq's message names hosts and users, never a statement or a value, so it
  /// may be logged.
  struct Failure: Error {
    var error = DatabaseError.unavailable
    let message: String
  }

  func open() throws(Failure) -> Wire {
    let parameters = try parameters()
    let connection = withCStrings(parameters.map(\.key)) { keys in
      withCStrings(parameters.map(\.value)) { values in PQconnectStartParams(keys, values, 0) }
    }
    guard let connection else { throw Failure(message: "out of memory") }
    do {
      try establish(connection)
    } catch {
      PQfinish(connection)
      throw error
    }
    return Wire(connection, preparedStatements: settings.preparedStatements)
  }

  private func establish(_ connection: OpaquePointer) throws(Failure) {
    // The server's notices may quote values; libpq would print them on the standard error stream.
    PQsetNoticeReceiver(connection, { _, _ in }, nil)
    let deadline = Deadline.now + settings.connectTimeout
    var status = PGRES_POLLING_WRITING
    while status != PGRES_POLLING_OK {
      var descriptor = pollfd(
        fd: PQsocket(connection), events: Int16(status == PGRES_POLLING_READING ? POLLIN : POLLOUT),
        revents: 0)
      guard status != PGRES_POLLING_FAILED, PQstatus(connection) != CONNECTION_BAD else {
        throw Failure(message: String(cString: PQerrorMessage(connection)))
      }
      guard poll(&descriptor, 1, deadline.milliseconds(from: .now)) != 0 else {
        throw Failure(message: "no answer within \(settings.connectTimeout)")
      }
      status = PQconnectPoll(connection)
    }
    guard PQserverVersion(connection) >= Self.oldestVersion else {
      throw Failure(message: "the server is older than PostgreSQL \(Self.oldestVersion / 10_000)")
    }
  }
}

// What is asked of the server
extension Connector {
  private func parameters() throws(Failure) -> [String: String] {
    guard var parameters = Self.parse(settings.connection) else {
      // Without libpq's own message: that one quotes the string, password and all.
      throw Failure(error: .invalidSettings, message: "the connection string can't be parsed")
    }
    parameters["client_encoding"] = "UTF8"
    if parameters["application_name"] == nil { parameters["application_name"] = settings.applicationName }
    let limits = [
      "-c statement_timeout=\(settings.statementTimeout.milliseconds)",
      "-c idle_in_transaction_session_timeout=\(settings.idleInTransactionTimeout.milliseconds)",
    ]
    parameters["options"] = ([parameters["options"]].compactMap { $0 } + limits).joined(separator: " ")
    return parameters
  }

  private static func parse(_ connection: String) -> [String: String]? {
    var message: UnsafeMutablePointer<CChar>?
    defer { PQfreemem(message) }
    guard let options = PQconninfoParse(connection, &message) else { return nil }
    defer { PQconninfoFree(options) }
    var parameters: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        parameters[String(cString: keyword)] = String(cString: value)
      }
      option += 1
    }
    return parameters
  }

  /// Calls `body` with a null-terminated array of C strings.
  private func withCStrings<R>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R
  ) -> R {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    let pointers = copies.map { UnsafePointer($0) } + [nil]
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}

extension Duration {
  /// Rounded up: a limit of less than one would be none at all.
  fileprivate var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
  }
}
