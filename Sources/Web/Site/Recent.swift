import Synchronization

/// What was asked for last, in memory: for what the database confirms with each look, and would take long to read or to
/// draw again.
final class Recent<Name: Hashable & Sendable, Kept: Sendable>: Sendable {
  private let most: Int
  private let all = Mutex<[(name: Name, kept: Kept)]>([])

  /// - Parameter most: how many are kept; the one that was kept the longest ago goes first.
  init(most: Int) { self.most = most }

  subscript(name: Name) -> Kept? {
    get { all.withLock { all in all.first { $0.name == name }?.kept } }
    set {
      all.withLock { all in
        all.removeAll { $0.name == name }
        guard let newValue else { return }
        all.append((name, newValue))
        if all.count > most { all.removeFirst() }
      }
    }
  }
}
