/// Stretches of time in whole seconds since 1970: in order, apart from each other.
struct Spans: Hashable, Sendable {
  private(set) var ranges: [Range<Int>] = []

  init() {}

  /// Of any ranges: what touches is joined.
  init(_ any: [Range<Int>]) {
    for range in any.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = ranges.last, range.lowerBound <= last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
    }
  }

  var isEmpty: Bool { ranges.isEmpty }

  /// Whether the whole of a range lies within one stretch.
  func contains(_ range: Range<Int>) -> Bool {
    ranges.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
  }

  func union(_ other: Spans) -> Spans {
    if isEmpty { return other }
    return other.isEmpty ? self : Spans(ranges + other.ranges)
  }

  func intersection(_ other: Spans) -> Spans {
    Spans(
      ranges.flatMap { range in
        other.ranges.map { range.clamped(to: $0) }
      })
  }

  func subtracting(_ other: Spans) -> Spans {
    if other.isEmpty { return self }
    var left: [Range<Int>] = []
    for range in ranges {
      var start = range.lowerBound
      for cut in other.ranges where cut.overlaps(range) {
        if start < cut.lowerBound { left.append(start..<cut.lowerBound) }
        start = max(start, cut.upperBound)
      }
      if start < range.upperBound { left.append(start..<range.upperBound) }
    }
    return Spans(left)
  }
}
