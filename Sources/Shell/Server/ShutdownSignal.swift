internal import Synchronization

/// Rings once, when the server is asked to stop.
///
/// A graceful stop waits for the responses that are being written. One that never ends by itself, such as a
/// stream of server-sent events, would hold it up: race it against ``wait()``.
public final class ShutdownSignal: Sendable {
  private struct State {
    var hasRung = false
    var nextWaiter = 0
    var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  public init() {}

  /// Whether the server has been asked to stop.
  public var hasRung: Bool { state.withLock { $0.hasRung } }

  /// Returns when the server is asked to stop, or when the task that waits is cancelled.
  public func wait() async {
    let waiter = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          // A cancellation that came before has found nobody to wake, so it is looked for here.
          if state.hasRung || Task.isCancelled { return true }
          state.waiters[waiter] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume()
    }
  }

  /// Rings. Again is no harm.
  public func ring() {
    let waiters = state.withLock { state in
      state.hasRung = true
      defer { state.waiters = [:] }
      return state.waiters
    }
    for waiter in waiters.values { waiter.resume() }
  }
}
