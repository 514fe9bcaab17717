internal import Glibc
internal import Synchronization

/// The value of `Date` (RFC 9110 §5.6.7), written once a second for all connections.
final class HTTPDate: Sendable {
  private let latest = Mutex((second: -1, text: ""))

  /// Now, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
  var now: String {
    let second = time(nil)
    return latest.withLock { latest in
      if latest.second != second { latest = (second, Self.text(of: second)) }
      return latest.text
    }
  }

  static func text(of second: Int) -> String {
    var second = second
    var parts = tm()
    gmtime_r(&second, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)])"
    let time = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    return "\(day) \(1900 + parts.tm_year) \(time) GMT"
  }

  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
