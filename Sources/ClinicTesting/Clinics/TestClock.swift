public import FoundationEssentials
internal import Synchronization

/// A clock that stands still until a test moves it.
public final class TestClock: Sendable {
  private let instant: Mutex<Date>

  public init(_ start: Date) {
    instant = Mutex(start)
  }

  public var now: Date { instant.withLock { $0 } }

  public func advance(by seconds: TimeInterval) {
    instant.withLock { $0 += seconds }
  }

  public func set(_ new: Date) {
    instant.withLock { $0 = new }
  }
}
