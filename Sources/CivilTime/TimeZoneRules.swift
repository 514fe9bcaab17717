public import FoundationEssentials

/// The rules of one IANA time zone: what its clocks show at an instant, and at which instants they show it.
///
/// Read from the system's TZif files (RFC 9636). A value is one reference to an immutable table: cheap to
/// copy, and every question is a binary search. Instants after the last recorded change follow the
/// file's footer, so there is no last year.
public struct TimeZoneRules: Sendable {
  public let identifier: String
  private let table: Table

  /// Where Debian's package `tzdata` puts its files.
  public static let systemDirectory = "/usr/share/zoneinfo"

  /// - Throws: `invalidIdentifier` for anything but the form of an IANA identifier (so no path can be
  ///   smuggled in), `unknown` when there is no such zone, `malformed` when its file is damaged.
  public init(identifier: String, directory: String = systemDirectory) throws(TimeZoneFault) {
    guard TimeZoneIdentifier.isWellFormed(identifier) else { throw .invalidIdentifier(identifier) }
    guard let file = try? Data(contentsOf: URL(filePath: "\(directory)/\(identifier)")) else {
      throw .unknown(identifier)
    }
    try self.init(identifier: identifier, tzif: Array(file))
  }

  init(identifier: String, tzif: [UInt8]) throws(TimeZoneFault) {
    self.identifier = identifier
    do throws(Malformed) {
      table = Table(try TZif(tzif))
    } catch {
      throw .malformed(identifier: identifier, reason: error.reason)
    }
  }

  /// One reference, so that copying a value counts one reference up and not five.
  private final class Table: Sendable {
    let zone: TZif
    init(_ zone: TZif) { self.zone = zone }
  }
}

extension TimeZoneRules {
  /// How far a zone's clocks are from UTC, and what that is called.
  public struct Offset: Hashable, Sendable {
    /// East of UTC.
    public let seconds: Int
    /// `CET`, or `+0330` where nobody uses a name.
    public let abbreviation: String
    /// As the database has it: in Dublin it is winter time that differs from standard time.
    public let isDaylight: Bool

    /// RFC 9636 section 3.2 gives -25 to 26 hours, exclusive.
    static let bounds = (-25 * 3600 + 1)...(26 * 3600 - 1)
  }

  public func offset(at instant: Date) -> Offset {
    period(at: instant.wholeSeconds).offset
  }

  /// What calendar and clock show; fractions of a second are dropped. Stops at the ends of the calendar.
  public func local(_ instant: Date) -> LocalDateTime {
    let seconds = instant.wholeSeconds
    return LocalDateTime(secondsSinceEpoch: seconds + period(at: seconds).offset.seconds)
  }

  /// When calendar and clock show this, in order: never where clocks are put forward over it, twice where
  /// they are put back over it, else once.
  public func instants(of local: LocalDateTime) -> [Date] {
    let reading = local.secondsSinceEpoch
    var found: [Date] = []
    forEachPeriod(near: reading) { period in
      let candidate = reading - period.offset.seconds
      if period.contains(candidate) { found.append(Date(timeIntervalSince1970: Double(candidate))) }
      return true
    }
    return found
  }

  /// The first instant of the day, which is not midnight where clocks are put forward over midnight.
  ///
  /// Apia had no 2011-12-30: the start of such a day is that of the next. Where clocks are put back from just
  /// after midnight, the day before comes back for a while; the start is still the first.
  public func startOfDay(_ day: Day) -> Date {
    firstInstant(atOrAfter: LocalDateTime(day: day, time: .midnight))
  }

  /// The first instant at which the clocks show this or, where they skip it, the end of what they skip.
  public func firstInstant(atOrAfter local: LocalDateTime) -> Date {
    let reading = local.secondsSinceEpoch
    var first = reading
    forEachPeriod(near: reading) { period in
      first = max(period.start, reading - period.offset.seconds)
      return first >= period.end
    }
    return Date(timeIntervalSince1970: Double(first))
  }

  /// From the start of the day to the start of the next: 23 to 25 hours as a rule, and empty for a day that
  /// the zone skipped.
  public func interval(of day: Day) -> Range<Date> {
    let start = startOfDay(day)
    return start..<max(start, startOfDay(day.adding(days: 1)))
  }
}

extension TimeZoneRules {
  func period(at seconds: Int) -> ZonePeriod {
    let zone = table.zone
    let transitions = zone.transitions
    // The first transition after the instant.
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    if low == transitions.count, let footer = zone.footer {
      var period = footer.period(at: seconds)
      period.start = max(period.start, transitions.last ?? .min)
      return period
    }
    // RFC 9636 section 3.2: the first offset holds before the first transition.
    let offset = low == 0 ? 0 : Int(zone.offsetsAfter[low - 1])
    return ZonePeriod(
      start: low == 0 ? .min : transitions[low - 1],
      end: low == transitions.count ? .max : transitions[low],
      offset: zone.offsets[offset])
  }

  /// The periods that touch a stretch of instants, in order; at least one.
  func periods(between first: Int, and last: Int) -> [ZonePeriod] {
    var found = [period(at: first)]
    while let end = found.last?.end, end < last { found.append(period(at: end)) }
    return found
  }

  /// The periods in which this local reading can fall, in order, until the body says no.
  private func forEachPeriod(near reading: Int, _ body: (ZonePeriod) -> Bool) {
    var instant = reading - Offset.bounds.upperBound
    while instant <= reading - Offset.bounds.lowerBound {
      let period = period(at: instant)
      guard body(period), period.end < .max else { return }
      instant = period.end
    }
  }
}

extension Date {
  /// Rounded down, and held within a range in which no sum below can overflow.
  var wholeSeconds: Int {
    let seconds = timeIntervalSince1970.rounded(.down)
    return seconds.isNaN ? 0 : Int(min(max(seconds, -1e12), 1e12))
  }
}
