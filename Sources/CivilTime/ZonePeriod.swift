/// A stretch of time in which one zone's clocks keep one offset: `start <= t < end`, seconds since the epoch.
struct ZonePeriod {
  var start: Int
  var end: Int
  var offset: TimeZoneRules.Offset

  func contains(_ seconds: Int) -> Bool { start <= seconds && seconds < end }
}
