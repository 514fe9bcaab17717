internal import CEpoll
internal import Glibc
internal import Synchronization

/// Something that waits for its socket, or for the clock.
protocol Reactive: AnyObject, Sendable {
  /// The socket can be read, written, or is broken.
  func isReady(_ readiness: Reactor.Readiness)

  /// Does what is due.
  ///
  /// - Returns: when to come again.
  func tick(at now: Deadline) -> Deadline
}

/// One thread that waits for all sockets and deadlines of a database.
///
/// A thread of its own, because neither NIO's event loops nor Swift's executors can watch a socket that
/// belongs to libpq.
final class Reactor: Sendable {
  struct Readiness: OptionSet {
    let rawValue: UInt32
    static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
  }

  private struct Members {
    var byToken: [UInt64: any Reactive] = [:]
    var lastToken: UInt64 = 0
  }

  private let epoll: Int32
  private let alarm: Int32
  private let members = Mutex(Members())
  /// When the thread wakes by itself, in `Deadline`'s nanoseconds. Never later than the earliest deadline of
  /// a member.
  private let wakeUp = Atomic(Deadline.never.nanoseconds)
  private let isStopping = Atomic(false)

  /// - Throws: `DatabaseError.unavailable` when the system has no more descriptors or threads.
  init() throws {
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    alarm = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: Self.alarmToken))
    guard epoll >= 0, alarm >= 0, epoll_ctl(epoll, EPOLL_CTL_ADD, alarm, &event) == 0 else {
      throw DatabaseError.unavailable
    }
    try BlockingThread.start { self.run() }
  }

  deinit {
    close(alarm)
    close(epoll)
  }

  /// Ends the thread; the members are left alone.
  func stop() {
    isStopping.store(true, ordering: .sequentiallyConsistent)
    wake()
  }

  /// Takes on a member that only waits for the clock.
  func add(_ member: any Reactive) -> UInt64 {
    members.withLock {
      $0.lastToken += 1
      $0.byToken[$0.lastToken] = member
      return $0.lastToken
    }
  }

  /// - Throws: `DatabaseError.unavailable` when the kernel refuses.
  func watch(_ descriptor: Int32, _ token: UInt64, for readiness: Readiness) throws {
    try control(EPOLL_CTL_ADD, descriptor, token, readiness)
  }

  func change(_ descriptor: Int32, _ token: UInt64, to readiness: Readiness) throws {
    try control(EPOLL_CTL_MOD, descriptor, token, readiness)
  }

  /// Must come before the descriptor is closed: its number may be another's at once.
  func remove(_ token: UInt64, watching descriptor: Int32? = nil) {
    _ = members.withLock { $0.byToken.removeValue(forKey: token) }
    guard let descriptor else { return }
    var unused = epoll_event()
    epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &unused)
  }

  /// Makes sure that members are asked by then what is due.
  func wake(by deadline: Deadline) {
    let (before, _) = wakeUp.min(deadline.nanoseconds, ordering: .sequentiallyConsistent)
    if deadline.nanoseconds < before { wake() }
  }

  private static let alarmToken: UInt64 = 0
}

extension Reactor {
  private func run() {
    withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { events in
      while !isStopping.load(ordering: .sequentiallyConsistent) {
        let wakeUp = Deadline(nanoseconds: wakeUp.load(ordering: .sequentiallyConsistent))
        // The clock is only read when there is something to wait for.
        let limit = wakeUp == .never ? -1 : wakeUp.milliseconds(from: .now)
        let count = epoll_wait(epoll, events.baseAddress, Int32(events.count), limit)
        var isDue = count <= 0
        for event in events.prefix(Int(max(0, count))) {
          if event.data.u64 == Self.alarmToken {
            silenceAlarm()
            isDue = true
          } else {
            // Looked up anew each time: an event before may have removed this member.
            let member = members.withLock { $0.byToken[event.data.u64] }
            member?.isReady(Readiness(rawValue: event.events))
          }
        }
        if isDue || wakeUp <= .now { tick() }
      }
    }
  }

  private func tick() {
    // Before the members are asked: who then sets an earlier deadline sees this and sounds the alarm.
    wakeUp.store(Deadline.never.nanoseconds, ordering: .sequentiallyConsistent)
    let now = Deadline.now
    let everyone = members.withLock { Array($0.byToken.values) }
    let next = everyone.map { $0.tick(at: now) }.min() ?? .never
    wakeUp.min(next.nanoseconds, ordering: .sequentiallyConsistent)
  }

  private func wake() {
    eventfd_write(alarm, 1)
  }

  private func silenceAlarm() {
    var count: eventfd_t = 0
    eventfd_read(alarm, &count)
  }

  private func control(
    _ operation: Int32, _ descriptor: Int32, _ token: UInt64, _ readiness: Readiness
  ) throws {
    var event = epoll_event(events: readiness.rawValue, data: epoll_data_t(u64: token))
    guard epoll_ctl(epoll, operation, descriptor, &event) == 0 else { throw DatabaseError.unavailable }
  }
}
