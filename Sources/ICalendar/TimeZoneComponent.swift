import CivilTime
import FoundationEssentials

/// A VTIMEZONE (RFC 5545 section 3.6.5) for those who do not know the zone by its name, or know an older one.
///
/// Every change of the clocks is told by itself, a year beyond the events on either side: no rule that repeats can say
/// what Morocco does in Ramadan, and none is needed.
struct TimeZoneComponent {
  private let zone: TimeZoneRules
  fileprivate let observances: [Observance]

  fileprivate struct Observance {
    let onset: LocalDateTime
    let from: TimeZoneRules.Offset
    let to: TimeZoneRules.Offset

    /// By what people call summer: the database counts Dublin's winter as the exception, and programs that read a
    /// calendar do not expect clocks to be ahead in the STANDARD part.
    var name: String {
      let isSummer = to.seconds > from.seconds && (from.isDaylight || to.isDaylight)
      return isSummer || from == to && to.isDaylight ? "DAYLIGHT" : "STANDARD"
    }
  }

  init(_ zone: TimeZoneRules, covering time: ClosedRange<Date>) {
    self.zone = zone
    let first = zone.local(time.lowerBound).day.startOfYear(adding: -1)
    let last = zone.local(time.upperBound).day.startOfYear(adding: 2)
    let start = zone.startOfDay(first)
    let changes = zone.changes(in: start..<max(start, zone.startOfDay(last)))
    observances = [Self.beginning(of: zone, before: start)] + changes.map(Observance.init)
  }

  /// What holds at first, from the change that brought it; from 1970 on where that was earlier, when zones had odd
  /// seconds that few programs read.
  fileprivate static func beginning(of zone: TimeZoneRules, before start: Date) -> Observance {
    let epoch = Date(timeIntervalSince1970: 0)
    // The instant before: a change at the start itself is told as such.
    let instant = start.addingTimeInterval(-1)
    if let change = zone.change(before: instant), change.instant >= epoch { return Observance(change) }
    let offset = zone.offset(at: instant)
    return Observance(onset: zone.local(min(epoch, instant)), from: offset, to: offset)
  }

  var lines: [ContentLine] {
    var lines = [
      ContentLine("BEGIN", .fixed("VTIMEZONE")), ContentLine("TZID", .text(zone.identifier)),
    ]
    for observance in observances {
      lines += [
        ContentLine("BEGIN", .fixed(observance.name)),
        ContentLine("DTSTART", .fixed(CalendarTime.text(observance.onset))),
        ContentLine("TZOFFSETFROM", .fixed(CalendarTime.text(of: observance.from))),
        ContentLine("TZOFFSETTO", .fixed(CalendarTime.text(of: observance.to))),
        ContentLine("TZNAME", .text(observance.to.abbreviation)),
        ContentLine("END", .fixed(observance.name)),
      ]
    }
    lines.append(ContentLine("END", .fixed("VTIMEZONE")))
    return lines
  }
}

extension TimeZoneComponent.Observance {
  fileprivate init(_ change: TimeZoneRules.Change) {
    self.init(onset: change.onset, from: change.from, to: change.to)
  }
}

extension Day {
  fileprivate func startOfYear(adding years: Int) -> Day {
    let year = year + years
    return Day(year: year, month: 1, day: 1) ?? (year < 1 ? .first : .last)
  }
}
