public import FoundationEssentials

/// How long somebody may wait, in minutes from now: a range, for nobody knows.
///
/// A visit takes between three quarters and five quarters of its length; the shorter reading of everybody ahead is the
/// shortest wait, the longer one the longest, shared among the doctors who can see the next. Who is booked before and has not
/// come yet lengthens the longest wait alone. Nobody who is booked is called before their time, and nobody while none of the
/// doctors who can see them is there.
public struct WaitRange: Hashable, Sendable {
  public let shortest: Int
  public let longest: Int

  public init(shortest: Int, longest: Int) {
    self.shortest = shortest
    self.longest = longest
  }

  /// Somebody in the queue, or booked and not there yet.
  public struct Turn: Hashable, Sendable {
    /// Who can see them.
    public let doctors: Set<ID<Practitioner>>
    /// The order of the queue; of two at once, the lower number is first.
    public let due: Date
    public let number: Int
    public let minutes: Int
    public let stage: Stage
    /// Not before their time.
    public let isBooked: Bool

    public enum Stage: Hashable, Sendable {
      case expected, waiting
      case called(Date)
    }

    public init(
      doctors: Set<ID<Practitioner>>, due: Date, number: Int, minutes: Int, stage: Stage, isBooked: Bool
    ) {
      self.doctors = doctors
      self.due = due
      self.number = number
      self.minutes = minutes
      self.stage = stage
      self.isBooked = isBooked
    }
  }

  /// Nil when those who can see them are gone by then.
  ///
  /// - Parameters:
  ///   - all: everybody; whoever is not ahead does not count.
  ///   - hands: when those are there who can see them; two at once are two hands.
  init?(of own: Turn, among all: [Turn], by hands: [Range<Date>], at now: Date) {
    var (least, most) = (0.0, 0.0)
    for turn in all where turn.isAhead(of: own) {
      let minutes = Double(turn.minutes)
      switch turn.stage {
      case .called(let since):
        let over = now.timeIntervalSince(since) / 60
        least += max(0, 0.75 * minutes - over)
        // Who takes longer than anybody thought may take a while yet.
        most += max(0.25 * minutes, 1.25 * minutes - over)
      case .waiting:
        // Who can be seen by another as well may be gone by then.
        if turn.doctors.isSubset(of: own.doctors) { least += 0.75 * minutes }
        most += 1.25 * minutes
      case .expected:
        most += 1.25 * minutes
      }
    }
    guard let last = hands.map(\.upperBound).max(), let soonest = hands.end(of: least, from: now) else {
      return nil
    }
    // Whoever is there to the last stays for those who have waited until then.
    let latest = (hands + [last..<Date.distantFuture]).end(of: most, from: now) ?? soonest
    let start = own.isBooked ? own.due : now
    let (low, high) = (
      max(start, soonest).timeIntervalSince(now) / 60, max(start, latest).timeIntervalSince(now) / 60
    )
    shortest = Int((low / 5).rounded(.down)) * 5
    longest = max(shortest + 5, Int((high / 5).rounded(.up)) * 5)
  }
}

extension WaitRange.Turn {
  /// Whether they come before somebody, and could be seen by the same doctor.
  func isAhead(of other: Self) -> Bool {
    guard self != other, !doctors.isDisjoint(with: other.doctors) else { return false }
    if case .called = stage { return true }
    return (due, number) < (other.due, other.number)
  }
}

extension [Range<Date>] {
  /// When so many minutes of work are done by all these hands and one of them is free; nil when they are gone before.
  fileprivate func end(of minutes: Double, from now: Date) -> Date? {
    var (instant, left) = (now, minutes * 60)
    for change in Set(flatMap { [$0.lowerBound, $0.upperBound] }).filter({ $0 > now }).sorted() {
      let hands = Double(count { $0.contains(instant) })
      let done = change.timeIntervalSince(instant) * hands
      if left < done { return instant + left / hands }
      left -= done
      instant = change
    }
    return nil
  }
}
