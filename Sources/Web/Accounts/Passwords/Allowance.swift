import FoundationEssentials
import Synchronization

/// How often a network may ask for what is cheap but not free: so many times in a row, and so many a second in the long
/// run.
///
/// It bounds work and decides nothing, so each copy of the server has its own, in memory that does not grow. Networks that
/// fall into one place share it, which nobody can bring about: hashes differ from start to start.
final class Allowance: Sendable {
  let burst: Double
  let perSecond: Double
  private let places: Mutex<[Place]>

  private struct Place {
    var left: Double
    var counted: Date
  }

  init(burst: Int, perSecond: Double, places: Int = 1024) {
    self.burst = Double(burst)
    self.perSecond = perSecond
    self.places = Mutex(
      Array(repeating: Place(left: Double(burst), counted: .distantPast), count: places))
  }

  /// Takes one, if there is one left.
  func take(_ network: String, at now: Date) -> Bool {
    places.withLock { places in
      let index = Int(UInt(bitPattern: network.hashValue) % UInt(places.count))
      let since = max(0, now.timeIntervalSince(places[index].counted))
      let left = min(burst, places[index].left + since * perSecond)
      let isAllowed = left >= 1
      places[index] = Place(left: isAllowed ? left - 1 : left, counted: now)
      return isAllowed
    }
  }
}
