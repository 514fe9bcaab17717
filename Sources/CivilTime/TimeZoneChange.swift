public import FoundationEssentials

extension TimeZoneRules {
  /// The clocks of a zone being changed, or only what they are called.
  public struct Change: Hashable, Sendable {
    /// The first instant of the new offset.
    public let instant: Date
    public let from: Offset
    public let to: Offset

    /// What the clocks would have shown at that instant, had they not been changed.
    public var onset: LocalDateTime {
      LocalDateTime(secondsSinceEpoch: Int(instant.timeIntervalSince1970) + from.seconds)
    }
  }

  /// The changes between two instants, in order.
  public func changes(in time: Range<Date>) -> [Change] {
    let (first, last) = (time.lowerBound.wholeSeconds, time.upperBound.wholeSeconds)
    var found: [Change] = []
    // A change at the very first instant is within, so what holds just before it is looked at as well.
    var period = period(at: first - 1)
    while period.end < last {
      let next = self.period(at: period.end)
      if next.offset != period.offset { found.append(Change(period, next)) }
      period = next
    }
    return found
  }

  /// The change by which the clocks show what they show at an instant; nil when there was none before it.
  public func change(before instant: Date) -> Change? {
    var period = period(at: instant.wholeSeconds)
    while period.start > .min {
      let previous = self.period(at: period.start - 1)
      if previous.offset != period.offset { return Change(previous, period) }
      period = previous
    }
    return nil
  }
}

extension TimeZoneRules.Change {
  fileprivate init(_ earlier: ZonePeriod, _ later: ZonePeriod) {
    instant = Date(timeIntervalSince1970: Double(later.start))
    from = earlier.offset
    to = later.offset
  }
}
