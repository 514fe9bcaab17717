public import FoundationEssentials

/// Who is with a practitioner, and who comes next.
public struct DayQueue: Sendable {
  /// Whose visit goes on; of several, the one that began last.
  public let current: Visiting?
  /// Of those who wait, whoever waits longest; while nobody does, the next who is to come.
  public let next: Visiting?

  /// - Parameter visits: a day's.
  public init(_ visits: [Visiting], at now: Date) {
    current = visits.filter(\.isUnderWay).max { $0.startedAt ?? .distantPast < $1.startedAt ?? .distantPast }
    let waiting = visits.filter { $0.status == .arrived && $0.startedAt == nil }
    // Whose time is over without a word does not keep the others out of sight.
    let expected = visits.filter { $0.status == .booked && $0.during.upperBound > now }
    next = waiting.min { $0.place < $1.place } ?? expected.min { $0.place < $1.place }
  }
}

extension Visiting {
  /// In the queue: since when they wait, then when they were to come.
  fileprivate var place: (Date, Date) { (arrivedAt ?? during.lowerBound, during.lowerBound) }
}
