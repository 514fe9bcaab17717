internal import Glibc

/// A moment in UTC, to the millisecond.
struct LogTime {
  let second: Int
  let millisecond: Int

  static func now() -> LogTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return LogTime(second: time.tv_sec, millisecond: time.tv_nsec / 1_000_000)
  }

  /// Appends it as `2026-03-01T09:30:00.250Z` (RFC 3339).
  func append(to bytes: inout [UInt8]) {
    var second = second
    var parts = tm()
    gmtime_r(&second, &parts)
    func append(_ number: Int, digits: Int, then end: Unicode.Scalar) {
      var power = 1
      for _ in 1..<digits { power *= 10 }
      while power > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(number / power % 10))
        power /= 10
      }
      bytes.append(UInt8(ascii: end))
    }
    append(1900 + Int(parts.tm_year), digits: 4, then: "-")
    append(1 + Int(parts.tm_mon), digits: 2, then: "-")
    append(Int(parts.tm_mday), digits: 2, then: "T")
    append(Int(parts.tm_hour), digits: 2, then: ":")
    append(Int(parts.tm_min), digits: 2, then: ":")
    append(Int(parts.tm_sec), digits: 2, then: ".")
    append(millisecond, digits: 3, then: "Z")
  }
}
