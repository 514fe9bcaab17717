public import CivilTime
public import FoundationEssentials

/// Why a time is not offered, with the record behind it. The numbers are of the rules in docs/scheduling.md.
public indirect enum Hindrance: Hashable, Sendable {
  /// No clock of the clinic shows this time on this day (rule 4).
  case skipped
  case past
  /// The service wants to be booked so many minutes before (14).
  case tooSoon(Int)
  /// The service can be booked until this day (14).
  case beyondHorizon(Day)
  /// Weekly hours do not count (3).
  case holiday(Holiday)
  /// They stand in place of the weekly ones (2).
  case otherHours([DatedHours])
  /// There are hours, but for other services (1).
  case hoursForOthers(WeeklyHours)
  /// Outside of all hours; those of the day are told (1, 2).
  case outsideHours([Range<Date>])
  /// The visit would last longer than the hours, which end then (8).
  case runsOver(Date)
  /// Of the practitioner, the room or a device (6).
  case absence(Absence, of: UUID)
  /// With its hours on that weekday (5).
  case closed(ID<Location>, [OpeningHours])
  /// Times begin at others; the nearest before and after (9).
  case offGrid([Date])
  /// The record is the appointment, the hold or the group (12).
  case occupied(UUID, Range<Date>, record: UUID, isHeld: Bool)
  /// Nothing of the kind can be had: what keeps each (12).
  case noneOf(Pool, [Member])
  case groupFull
  /// So many visits of the service, and no more (15).
  case dayFull(Int)

  public struct Member: Hashable, Sendable {
    public let resource: UUID
    public let hindrances: [Hindrance]
  }
}
