import CCurl
import Synchronization

/// libcurl's handles between two deliveries: each keeps its connection to the server open for a while, so that a letter need
/// not wait for another greeting and another TLS handshake.
final class SMTPConnections: Sendable {
  /// A handle is one thread's at a time: whoever takes it out of the pool.
  struct Handle: @unchecked Sendable {
    let curl: UnsafeMutableRawPointer
    /// Whether it may have a connection already.
    let isUsed: Bool
  }

  private let idle: Mutex<[Handle]> = Mutex([])
  private let limit: Int

  /// libcurl's global state; a `static let` is made once, whoever comes first.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// - Parameter limit: handles that are kept.
  init(limit: Int) {
    self.limit = limit
  }

  deinit {
    idle.withLock { handles in
      for handle in handles { curl_easy_cleanup(handle.curl) }
    }
  }

  /// Nil when libcurl can't be started.
  func take(fresh: Bool = false) -> Handle? {
    guard Self.isReady else { return nil }
    if !fresh, let handle = idle.withLock({ $0.popLast() }) {
      // All options go, the connection stays.
      curl_easy_reset(handle.curl)
      return handle
    }
    return curl_easy_init().map { Handle(curl: $0, isUsed: false) }
  }

  /// - Parameter isGood: after a failure nobody knows what state the connection is in.
  func giveBack(_ handle: Handle, isGood: Bool) {
    let isKept =
      isGood
      && idle.withLock { handles in
        guard handles.count < limit else { return false }
        handles.append(Handle(curl: handle.curl, isUsed: true))
        return true
      }
    if !isKept { curl_easy_cleanup(handle.curl) }
  }
}
