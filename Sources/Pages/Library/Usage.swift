import Synchronization

/// What the compiled templates needed, so that what nobody needs can be named.
///
/// A class because the library is a value that many share, and each compilation adds to the same account.
final class Usage: Sendable {
  private let used = Mutex((keys: Set<String>(), files: Set<String>()))

  func note(keys: some Sequence<String>, files: some Sequence<String> = []) {
    used.withLock {
      $0.keys.formUnion(keys)
      $0.files.formUnion(files)
    }
  }

  var keys: Set<String> { used.withLock { $0.keys } }
  var files: Set<String> { used.withLock { $0.files } }
}
