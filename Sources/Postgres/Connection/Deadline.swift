internal import Glibc

/// An instant of the machine's monotonic clock, small enough for an atomic.
struct Deadline: Comparable, Sendable {
  /// Since the machine started.
  let nanoseconds: Int64

  static let never = Deadline(nanoseconds: .max)

  static var now: Deadline {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Deadline(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  static func + (start: Deadline, duration: Duration) -> Deadline {
    let (seconds, attoseconds) = duration.components
    let (whole, tooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow) = start.nanoseconds.addingReportingOverflow(whole + attoseconds / 1_000_000_000)
    return tooLong || overflow ? .never : Deadline(nanoseconds: sum)
  }

  static func < (one: Deadline, other: Deadline) -> Bool {
    one.nanoseconds < other.nanoseconds
  }

  /// Until then, for `poll` and `epoll_wait`: rounded up, so that a waiter does not wake too early and spin;
  /// -1 is for ever.
  func milliseconds(from now: Deadline) -> Int32 {
    if self == .never { return -1 }
    return Int32(clamping: max(0, nanoseconds - now.nanoseconds + 999_999) / 1_000_000)
  }
}
