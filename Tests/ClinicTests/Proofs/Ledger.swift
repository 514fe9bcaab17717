import FoundationEssentials
import Synchronization

@testable import Clinic

/// The order of what happens in all lanes: an act lies between the tick before it and the tick after its answer.
final class Ticks: Sendable {
  private let last = Atomic(0)

  func next() -> Int { last.add(1, ordering: .sequentiallyConsistent).newValue }
}

/// A resource that was taken for a while, as whoever took it knows it from the answers.
struct Taken {
  let resource: UUID
  let during: Range<Date>
  let visit: Range<Date>
  /// An appointment or a browser's hold, as the database's rows are described too.
  let by: String
  /// Since an instant between these two, and until one between those; not over yet without.
  let since: ClosedRange<Int>
  var until: ClosedRange<Int>?

  /// When it was taken whatever the order in which the database did what was asked at once.
  var surely: Range<Int> { since.upperBound..<max(since.upperBound, until?.lowerBound ?? .max) }
  /// When it may have been taken.
  var perhaps: ClosedRange<Int> { since.lowerBound...(until?.upperBound ?? .max) }
}

/// A resource, and when it is to be taken for a visit, buffers included.
struct Wanted: Hashable {
  let resource: UUID
  let during: Range<Date>
  let visit: Range<Date>
}

/// Somebody was told that they can't have a time: others had it, or doctor or room are away.
struct Refused {
  enum Reason { case taken, outdated }

  let reason: Reason
  let wanted: [Wanted]
  let at: ClosedRange<Int>
  /// What of their own was not in the way.
  let own: [String]
}

/// A doctor or a room is away: nothing is booked there from then on, and what is booked already stays.
struct Away {
  let resource: UUID
  let during: Range<Date>
  let since: ClosedRange<Int>
  var until: ClosedRange<Int>?

  var perhaps: ClosedRange<Int> { since.lowerBound...(until?.upperBound ?? .max) }
}

/// What the answers say of who had what and when, since all lanes stood still for the last time.
struct Ledger {
  private(set) var live: [String: [Taken]] = [:]
  private var past: [Taken] = []
  private var refused: [Refused] = []
  private(set) var away: [UUID: Away] = [:]

  mutating func take(_ wanted: [Wanted], by owner: String, _ at: ClosedRange<Int>) {
    live[owner] = wanted.map {
      Taken(resource: $0.resource, during: $0.during, visit: $0.visit, by: owner, since: at)
    }
  }

  mutating func release(_ owner: String, _ at: ClosedRange<Int>) {
    for var row in live.removeValue(forKey: owner) ?? [] {
      row.until = at
      past.append(row)
    }
  }

  mutating func refuse(_ refused: Refused) {
    self.refused.append(refused)
  }

  mutating func block(_ absence: UUID, _ resource: UUID, _ during: Range<Date>, _ at: ClosedRange<Int>) {
    away[absence] = Away(resource: resource, during: during, since: at)
  }

  mutating func unblock(_ absence: UUID, _ at: ClosedRange<Int>) {
    away[absence]?.until = at
  }

  /// No two lanes know of the same owner.
  mutating func merge(_ other: Ledger) {
    live.merge(other.live) { one, _ in one }
    past += other.past
    refused += other.refused
    away.merge(other.away) { one, _ in one }
  }

  /// When all stand still, what is over can't contradict what comes.
  mutating func forgetWhatIsOver() {
    past = []
    refused = []
    away = away.filter { $0.value.until == nil }
  }

  /// What can't be, in words.
  var contradictions: [String] {
    let rows = Dictionary(grouping: live.values.joined() + past, by: \.resource)
    return doubles(rows) + unfounded(rows) + despiteAbsence(rows)
  }

  private func doubles(_ rows: [UUID: [Taken]]) -> [String] {
    rows.values.flatMap { rows in
      let rows = rows.sorted { $0.during.lowerBound < $1.during.lowerBound }
      return rows.indices.flatMap { index in
        rows[(index + 1)...]
          .prefix { $0.during.lowerBound < rows[index].during.upperBound }
          .filter { $0.surely.overlaps(rows[index].surely) }
          .map { "\(rows[index].by) and \($0.by) have \($0.resource) at once, \($0.during)" }
      }
    }
  }

  private func unfounded(_ rows: [UUID: [Taken]]) -> [String] {
    // Rules that change each time they are looked at leave nobody an answer. The first look needs no change: what is offered is as
    // of the last stop.
    let changes = away.values.flatMap { [$0.since, $0.until].compactMap(\.self) }
    let away = Dictionary(grouping: away.values, by: \.resource)
    return refused.filter { refused in
      !refused.wanted.contains { wanted in
        switch refused.reason {
        case .taken:
          rows[wanted.resource, default: []].contains {
            $0.during.overlaps(wanted.during) && $0.perhaps.overlaps(refused.at)
              && !refused.own.contains($0.by)
          }
        case .outdated:
          away[wanted.resource, default: []].contains {
            $0.during.overlaps(wanted.visit) && $0.perhaps.overlaps(refused.at)
          } || changes.count { $0.overlaps(refused.at) } >= Clinic.mostAttempts - 1
        }
      }
    }.map { "\($0.wanted) was refused for no reason: \($0.reason)" }
  }

  private func despiteAbsence(_ rows: [UUID: [Taken]]) -> [String] {
    away.values.flatMap { away in
      rows[away.resource, default: []].filter {
        $0.visit.overlaps(away.during) && away.since.upperBound < $0.since.lowerBound
          && $0.since.upperBound < away.until?.lowerBound ?? .max
      }.map { "\($0.by) has \($0.resource) although that was away, \($0.during)" }
    }
  }
}
