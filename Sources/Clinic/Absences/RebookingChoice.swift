public import CivilTime
public import FoundationEssentials

/// One rebooking, and the times of its doctor.
public struct RebookingChoice: Sendable {
  public let rebooking: Rebooking
  public let practitioner: Practitioner?
  public let service: HealthcareService?
  let schedule: Schedule

  /// Days ahead that are looked at.
  static let reach = 190

  /// The proposed time while it can be had, or the one nearest to the time that the visit had; then others near that, in order,
  /// each in a part of a day of its own: who can't come on one afternoon is not helped by six times of it. Only where no other
  /// part has any are there more of one. Nobody who is asked by the clinic has to ask so long before as those who book.
  public func offers(_ count: Int, zone: TimeZoneRules, at now: Date) -> [Offer] {
    guard !rebooking.isSettled, let practitioner, let service else { return [] }
    let search = search(service, practitioner, zone, now)
    func part(_ slot: Slot) -> PartOfDay { PartOfDay(at: slot.during.lowerBound, in: zone) }
    var found: [Slot] = []
    if let proposed = rebooking.proposal?.during.lowerBound, let slot = search.slot(at: proposed) {
      found.append(slot)
    }
    for isSpread in [true, false] {
      while found.count < count {
        let next = search.nearest(to: rebooking.was.lowerBound) { slot in
          slot.during != rebooking.visit.during
            && !found.contains { $0.during.overlaps(slot.during) || isSpread && part($0) == part(slot) }
        }
        guard let next else { break }
        found.append(next)
      }
    }
    let others = found.dropFirst().sorted { $0.during.lowerBound < $1.during.lowerBound }
    return (found.prefix(1) + others).map { Offer(practitioner, $0, in: search, at: now) }
  }

  /// With a visit of the length that it had.
  func search(_ service: HealthcareService, _ practitioner: Practitioner, _ zone: TimeZoneRules, _ now: Date)
    -> SlotSearch
  {
    let length = rebooking.was.upperBound.timeIntervalSince(rebooking.was.lowerBound)
    let isFirst =
      TimeInterval(service.rules.durationMinutes * 60) != length
      && service.rules.firstVisitMinutes.map { TimeInterval($0 * 60) } == length
    return SlotSearch(
      of: practitioner.id, for: service.with(notice: 0), isFirstVisit: isFirst, in: schedule, zone: zone,
      at: now)
  }
}

/// The morning, the afternoon or the evening of a day, by the clinic's clock.
private struct PartOfDay: Hashable {
  let day: Day
  let part: Int

  /// Hours at which an afternoon and an evening begin.
  static let begins = [12, 17]

  init(at instant: Date, in zone: TimeZoneRules) {
    let local = zone.local(instant)
    day = local.day
    part = Self.begins.count { $0 * 60 <= local.time.minutesSinceMidnight }
  }
}
