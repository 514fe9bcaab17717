internal import Synchronization

/// Lets a few work at a time and a few more wait, first come, first served; refuses the rest at once.
///
/// Processes that each may take much memory are few at a time so, whatever is asked for.
public final class Turns<Fault: Error>: Sendable {
  private enum Outcome { case go, busy, cancelled }

  private struct State {
    var working = 0
    var lastTicket = 0
    var queue: [(ticket: Int, continuation: CheckedContinuation<Outcome, Never>)] = []
  }

  private let parallel: Int
  private let waiting: Int
  private let busy: Fault
  private let cancelled: Fault
  private let state = Mutex(State())

  /// - Parameters:
  ///   - busy: what is thrown when too many wait.
  ///   - cancelled: what is thrown when the task is cancelled while it waits.
  public init(parallel: Int, waiting: Int, busy: Fault, cancelled: Fault) {
    self.parallel = parallel
    self.waiting = waiting
    self.busy = busy
    self.cancelled = cancelled
  }

  /// - Throws: that too many wait, that the task was cancelled, or what the work throws.
  public func take<Value>(_ work: () async throws(Fault) -> Value) async throws(Fault) -> Value {
    switch await begin() {
    case .go: break
    case .busy: throw busy
    case .cancelled: throw cancelled
    }
    defer { end() }
    return try await work()
  }

  /// How many wait at this moment.
  var waitingNow: Int { state.withLock { $0.queue.count } }

  private func begin() async -> Outcome {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { enter(ticket, $0) }
    } onCancel: {
      leave(ticket)
    }
  }

  private func enter(_ ticket: Int, _ continuation: CheckedContinuation<Outcome, Never>) {
    let outcome: Outcome? = state.withLock { state in
      // Asked under the lock: a cancellation after this finds the ticket in the queue.
      if Task.isCancelled { return .cancelled }
      if state.working < parallel {
        state.working += 1
        return .go
      }
      if state.queue.count >= waiting { return .busy }
      state.queue.append((ticket, continuation))
      return nil
    }
    if let outcome { continuation.resume(returning: outcome) }
  }

  private func leave(_ ticket: Int) {
    let continuation = state.withLock { state in
      state.queue.firstIndex { $0.ticket == ticket }.map { state.queue.remove(at: $0).continuation }
    }
    continuation?.resume(returning: .cancelled)
  }

  private func end() {
    let next = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      // Whoever waits longest takes over this place.
      if !state.queue.isEmpty { return state.queue.removeFirst().continuation }
      state.working -= 1
      return nil
    }
    next?.resume(returning: .go)
  }
}
