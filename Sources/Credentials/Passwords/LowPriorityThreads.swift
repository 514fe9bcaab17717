internal import Glibc
internal import Synchronization

/// Threads for work that computes for long, with a line of bounded length in front of them.
///
/// They yield to every other thread of the server: Linux runs one of the class SCHED_IDLE where nothing else wants the
/// core, and takes it off at once when something does (sched(7)). Being nice alone was not enough: with 200 sign-ins a
/// second besides, the slowest page in a hundred took more than four times as long. Hence threads of our own: the
/// class belongs to a thread, and those of the async pool or of Dispatch are lent to others afterwards.
final class LowPriorityThreads: Sendable {
  private struct State {
    var running = 0
    var waiting: [@Sendable () -> Void] = []
  }

  /// SCHED_IDLE of <linux/sched.h>, which glibc shows to programs in GNU C only.
  static let idleClass: Int32 = 5

  /// Where the class can't be had: added to the niceness of the server's other threads (nice(2)).
  static let niceness: Int32 = 10

  private let state = Mutex(State())
  private let limit: Int
  private let waitingLimit: Int

  /// No thread lives before there is work, nor after the line is empty: starting one takes microseconds, the
  /// work takes milliseconds.
  init(count: Int, waitingLimit: Int) {
    limit = max(1, count)
    self.waitingLimit = max(0, waitingLimit)
  }

  /// Runs the work on a free thread, or on the next to become free; nil when the line is full, or when the
  /// system has no thread to give.
  func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
    await withCheckedContinuation { continuation in
      let isAccepted = enqueue { continuation.resume(returning: work()) }
      if !isAccepted { continuation.resume(returning: nil) }
    }
  }

  private func enqueue(_ job: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { state in
      if state.running < limit, startThread(beginningWith: job) {
        state.running += 1
        return true
      }
      // Without a running thread nobody would come for what waits.
      guard state.running > 0, state.waiting.count < waitingLimit else { return false }
      state.waiting.append(job)
      return true
    }
  }

  private func startThread(beginningWith job: @escaping @Sendable () -> Void) -> Bool {
    DetachedThread.start {
      var parameters = sched_param()
      // Where the class may not be changed, niceness has to do.
      if sched_setscheduler(0, LowPriorityThreads.idleClass, &parameters) != 0 {
        _ = nice(LowPriorityThreads.niceness)
      }
      job()
      while let next = self.nextJob() { next() }
    }
  }

  private func nextJob() -> (@Sendable () -> Void)? {
    state.withLock { state in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      state.running -= 1
      return nil
    }
  }
}
