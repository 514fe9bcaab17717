internal import CivilTime

/// Who is at work when on a day, by the clinic's clock.
public struct Shifts: Sendable {
  /// In minutes since midnight, absences taken out, in order.
  private let times: [ID<Practitioner>: [Range<Int>]]

  public init(_ doctors: [DeskDay.Doctor]) {
    times = Dictionary(
      doctors.map { doctor in
        let present = doctor.absences.reduce(doctor.hours.map(\.minutes)) { spans, absence in
          spans.flatMap { $0.without(absence.minutes) }
        }
        return (doctor.id, present)
      }
    ) { first, _ in first }
  }

  /// How many of these doctors are at work, from so many minutes on: now, or when the first of them begins.
  struct Hands: Hashable {
    let count: Int
    let begin: Int
  }

  /// Nil when none of them works on that day any more.
  func hands(of doctors: Set<ID<Practitioner>>, at now: TimeOfDay) -> Hands? {
    let now = now.minutesSinceMidnight
    let begins = doctors.compactMap { doctor in
      times[doctor]?.first { $0.upperBound > now }.map { max($0.lowerBound, now) }
    }
    guard let begin = begins.min() else { return nil }
    return Hands(count: begins.count { $0 == begin }, begin: begin - now)
  }
}

extension DeskDay.Times {
  fileprivate var minutes: Range<Int> {
    let start = from.minutesSinceMidnight
    return start..<max(start, until.minutesSinceMidnight)
  }
}

extension Range<Int> {
  fileprivate func without(_ other: Range<Int>) -> [Range<Int>] {
    guard overlaps(other) else { return [self] }
    return [
      lowerBound..<Swift.max(lowerBound, other.lowerBound),
      Swift.min(upperBound, other.upperBound)..<upperBound,
    ]
    .filter { !$0.isEmpty }
  }
}
