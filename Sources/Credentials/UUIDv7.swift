public import FoundationEssentials
import Synchronization

/// Makes version 7 UUIDs (RFC 9562 section 5.7): they begin with the time, so rows made together lie together
/// in an index.
///
/// Those of one generator rise strictly, also within a millisecond and when the clock is set back a little:
/// `rand_a` is a counter (RFC 9562 section 6.2, method 1) and the rest is random.
public final class UUIDv7: Sendable {
  private struct Last {
    var milliseconds: Int64 = .min
    var counter: UInt16 = 0
  }

  private let last = Mutex(Last())
  private let random: RandomSource

  /// A clock that went back further than this is believed: sticking to the future would be worse.
  private static let patience: Int64 = 10_000

  public init(random: RandomSource = .system) {
    self.random = random
  }

  public func next(at now: Date) -> UUID {
    let clock = UUIDv7.milliseconds(now)
    let (milliseconds, counter) = last.withLock { last in
      if clock > last.milliseconds || clock < last.milliseconds - UUIDv7.patience {
        last = Last(milliseconds: clock, counter: seed())
      } else if last.counter < 0xFFF {
        last.counter += 1
      } else {
        last = Last(milliseconds: last.milliseconds + 1, counter: seed())
      }
      return (last.milliseconds, last.counter)
    }
    return UUIDv7.assemble(milliseconds: milliseconds, counter: counter, tail: random.next())
  }

  /// Eleven bits of twelve: at least 2,048 more fit into the same millisecond.
  private func seed() -> UInt16 { UInt16(truncatingIfNeeded: random.next() & 0x7FF) }

  static func assemble(milliseconds: Int64, counter: UInt16, tail: UInt64) -> UUID {
    let high = UInt64(milliseconds) << 16 | 0x7000 | UInt64(counter & 0xFFF)
    let low = 0x8000_0000_0000_0000 | tail & 0x3FFF_FFFF_FFFF_FFFF
    func byte(_ word: UInt64, _ index: UInt64) -> UInt8 {
      UInt8(truncatingIfNeeded: word >> (56 - 8 * index))
    }
    return UUID(
      uuid: (
        byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3),
        byte(high, 4), byte(high, 5), byte(high, 6), byte(high, 7),
        byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
        byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
      ))
  }

  /// 48 bits, from 1970 to the year 10889.
  private static func milliseconds(_ instant: Date) -> Int64 {
    let milliseconds = (instant.timeIntervalSince1970 * 1000).rounded(.down)
    return milliseconds.isNaN ? 0 : Int64(min(max(milliseconds, 0), Double(1 << 48 - 1 - 0xFFFF)))
  }
}
