import Dispatch
import Synchronization

/// Threads for work that blocks or computes for long, outside of the pool that async functions share, with a
/// line of bounded length in front of them.
final class BoundedLanes: Sendable {
  private struct State {
    var idle: [DispatchQueue]
    var waiting: [@Sendable () -> Void] = []
  }

  private let state: Mutex<State>
  private let waitingLimit: Int

  /// A serial queue each, so each has a thread of its own while it works and none while it does not.
  init(label: String, count: Int, waitingLimit: Int) {
    let queues = (0..<max(1, count)).map { DispatchQueue(label: "\(label) \($0)") }
    state = Mutex(State(idle: queues))
    self.waitingLimit = max(0, waitingLimit)
  }

  /// Runs the work on a free lane, or on the next to become free; nil when the line is full.
  func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
    await withCheckedContinuation { continuation in
      let isAccepted = enqueue { continuation.resume(returning: work()) }
      if !isAccepted { continuation.resume(returning: nil) }
    }
  }

  private func enqueue(_ job: @escaping @Sendable () -> Void) -> Bool {
    let (lane, isAccepted) = state.withLock { state -> (DispatchQueue?, Bool) in
      if let lane = state.idle.popLast() { return (lane, true) }
      guard state.waiting.count < waitingLimit else { return (nil, false) }
      state.waiting.append(job)
      return (nil, true)
    }
    lane?.async { self.work(on: lane, beginningWith: job) }
    return isAccepted
  }

  private func work(on lane: DispatchQueue?, beginningWith job: @Sendable () -> Void) {
    job()
    while let next = nextJob(orRest: lane) { next() }
  }

  private func nextJob(orRest lane: DispatchQueue?) -> (@Sendable () -> Void)? {
    state.withLock { state in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      if let lane { state.idle.append(lane) }
      return nil
    }
  }
}
