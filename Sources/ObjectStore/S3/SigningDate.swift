internal import Glibc

/// The moment of a signature, in the two forms that it takes.
struct SigningDate: Sendable, Equatable {
  /// `20150830T123600Z`, the basic format of ISO 8601, in UTC.
  let timestamp: String
  /// `20150830`
  var day: Substring { timestamp.prefix(8) }

  init(secondsSince1970 seconds: Int) {
    var (seconds, parts) = (time_t(seconds), tm())
    gmtime_r(&seconds, &parts)
    let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(Int.init)
    timestamp = date.map(Self.twoDigits).joined() + "T" + time.map(Self.twoDigits).joined() + "Z"
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
