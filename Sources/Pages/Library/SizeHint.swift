import Synchronization

/// How large the last rendering was, so that the next one reserves its memory in one go.
///
/// A hint shared by all requests: it may be off, never wrong.
final class SizeHint: Sendable {
  private let last = Atomic(1024)

  var estimate: Int {
    let size = last.load(ordering: .relaxed)
    return size + size / 8
  }

  func note(_ size: Int) {
    last.store(size, ordering: .relaxed)
  }
}
