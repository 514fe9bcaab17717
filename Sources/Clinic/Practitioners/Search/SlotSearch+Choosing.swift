public import CivilTime
internal import FoundationEssentials

extension SlotSearch {
  /// The first free times from a day on, in some rooms only.
  public func next(_ count: Int, from day: Day? = nil, in rooms: Set<ID<Location>>) -> [Slot] {
    var found: [Slot] = []
    let first = max(day ?? today, today)
    forEachSlot(on: first...max(first, lastDay)) {
      if rooms.contains($0.location) { found.append($0) }
      return found.count < count
    }
    return found
  }

  /// Why a day without a free time has none.
  public func why(_ day: Day) -> Emptiness {
    if day < today { return .past }
    if day > lastDay { return .tooFar }
    if !attendance(on: day).spans.isEmpty { return .full }
    return .closed(holiday: schedule.holidays[day]?.name)
  }
}

/// Why a day has no free time.
public enum Emptiness: Hashable, Sendable {
  case past
  /// Beyond the horizon.
  case tooFar
  /// Nobody is there, and why if it is a public holiday.
  case closed(holiday: String?)
  /// All that there was is taken, or too near.
  case full
}
