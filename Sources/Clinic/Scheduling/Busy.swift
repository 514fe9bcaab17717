internal import FoundationEssentials

/// A time for which a resource is occupied, in whole seconds since 1970.
struct Busy: Hashable, Sendable {
  let during: Range<Int>
  /// Of the visit, where the resource is its practitioner.
  var service: ID<HealthcareService>?
  /// Visits of one group have the same.
  var session: UUID
  /// How many can be in it.
  var seats = 1
  var isHeld = false
}

extension [Busy] {
  /// In order of start. What overlaps in one resource is one group's, of equal times: ends are in order, too.
  func firstOverlapping(_ range: Range<Int>) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].during.upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].during.lowerBound < range.upperBound ? low : nil
  }

  /// Everything that overlaps, most often nothing.
  func overlapping(_ range: Range<Int>) -> ArraySlice<Busy> {
    guard let first = firstOverlapping(range) else { return [] }
    return self[first...].prefix { $0.during.lowerBound < range.upperBound }
  }
}
