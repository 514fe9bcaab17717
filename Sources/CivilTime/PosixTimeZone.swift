/// The TZ string of a TZif footer (POSIX, with the extensions of RFC 9636 section 3.3.2), such as
/// `CET-1CEST,M3.5.0,M10.5.0/3`: the rules that repeat each year from the last transition on.
struct PosixTimeZone {
  let standard: TimeZoneRules.Offset
  let daylight: Daylight?

  struct Daylight {
    let offset: TimeZoneRules.Offset
    /// By the standard clock.
    let start: YearlyChange
    /// By the daylight clock.
    let end: YearlyChange
  }

  /// The period that holds the instant, seconds since the epoch.
  func period(at seconds: Int) -> ZonePeriod {
    guard let daylight else { return ZonePeriod(start: .min, end: .max, offset: standard) }
    let year = GregorianCalendar.components(daysSinceEpoch: floorDivide(seconds, 86_400)).year
    var found = ZonePeriod(start: .min, end: .max, offset: standard)
    // A change can fall into the year before or after its own (times go from -167 to 167 hours), so the
    // neighbours are looked at too. Where an end meets the next start, it is daylight time without a break.
    for year in (year - 1)...(year + 1) {
      let end = daylight.end.localSeconds(in: year) - daylight.offset.seconds
      let start = daylight.start.localSeconds(in: year) - standard.seconds
      for (instant, offset) in [(end, standard), (start, daylight.offset)] {
        if instant <= seconds, instant >= found.start {
          found.start = instant
          found.offset = offset
        } else if instant > seconds {
          found.end = min(found.end, instant)
        }
      }
    }
    return found
  }
}
