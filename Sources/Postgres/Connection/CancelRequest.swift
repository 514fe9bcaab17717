internal import CLibPQ

/// What asks the server to stop what a connection does.
///
/// Unchecked, because `PGcancel` is a copy of an address and a key that nobody writes to; libpq's manual
/// makes it for use in another thread.
final class CancelRequest: @unchecked Sendable {
  private let request: OpaquePointer

  init?(_ request: OpaquePointer?) {
    guard let request else { return nil }
    self.request = request
  }

  deinit {
    PQfreeCancel(request)
  }

  /// Blocks until the server has signalled the process in charge and hung up.
  ///
  /// - Returns: false if the server could not be reached.
  func send() -> Bool {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
      PQcancel(request, message.baseAddress, Int32(message.count)) == 1
    }
  }
}
