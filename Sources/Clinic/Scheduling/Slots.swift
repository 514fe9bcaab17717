public import CivilTime
public import FoundationEssentials

/// A free time in a room (FHIR R4 Slot): computed, never stored.
public struct Slot: Hashable, Sendable {
  public let location: ID<Location>
  public let during: Range<Date>
}

/// One practitioner's hours and what is taken of them. Pure: knows the rules, not the database.
public struct Schedule: Sendable {
  let hours: [WeeklyHours]
  let busy: [Busy]

  /// A resource and the time for which it is taken.
  struct Busy: Hashable, Sendable {
    let resource: UUID
    let during: Range<Date>
  }

  /// The times at which `practitioner` can still be booked for `minutes`, in order, after `now`.
  ///
  /// Hours are local, so their ends become instants by the zone's rules; between them we step in real time. A gap of
  /// the clocks is thus skipped, and an hour that comes twice is offered twice.
  public func slots(
    of practitioner: ID<Practitioner>, minutes: Int, on days: some Sequence<Day>, in zone: TimeZoneRules,
    after now: Date
  ) -> [Slot] {
    let length = TimeInterval(minutes * 60)
    var slots: [Slot] = []
    for day in days {
      for window in hours where window.holds(on: day) {
        let closes = zone.firstInstant(atOrAfter: LocalDateTime(day: day, time: window.closes))
        var start = zone.firstInstant(atOrAfter: LocalDateTime(day: day, time: window.opens))
        while start + length <= closes {
          let during = start..<(start + length)
          if start > now, isFree(during, practitioner.uuid, window.location.uuid) {
            slots.append(Slot(location: window.location, during: during))
          }
          start += length
        }
      }
    }
    return slots.sorted { $0.during.lowerBound < $1.during.lowerBound }
  }

  private func isFree(_ time: Range<Date>, _ practitioner: UUID, _ location: UUID) -> Bool {
    !busy.contains { ($0.resource == practitioner || $0.resource == location) && $0.during.overlaps(time) }
  }
}
