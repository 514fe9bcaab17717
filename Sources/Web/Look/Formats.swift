import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// Dates, times and money in one language's words.
struct Formats {
  let words: Words
  let zone: TimeZoneRules

  /// `Tuesday 24 November 2026`
  func longDay(_ day: Day) -> String {
    words[
      "format.long-day",
      [
        "weekday": weekday(day.weekday), "day": number(of: day), "month": month(day.month),
        "year": String(day.year),
      ]]
  }

  /// `24 November 2026`
  func date(_ day: Day) -> String {
    words["format.date", ["day": number(of: day), "month": month(day.month), "year": String(day.year)]]
  }

  /// `24 November`
  func dayAndMonth(_ day: Day) -> String {
    words["format.day-and-month", ["day": number(of: day), "month": month(day.month)]]
  }

  /// `Tue 24 Nov`
  func shortDay(_ day: Day) -> String {
    words[
      "format.short-day",
      [
        "weekday": words["weekday.short.\(day.weekday.rawValue)"], "day": number(of: day),
        "month": words["month.short.\(day.month)"],
      ]]
  }

  /// French counts the first day of a month, and the others not: `1er janvier`, `2 janvier`.
  private func number(of day: Day) -> String { day.day == 1 ? words["format.first-day"] : String(day.day) }

  func weekday(_ weekday: Weekday) -> String { words["weekday.\(weekday.rawValue)"] }

  func month(_ month: Int) -> String { words["month.\(month)"] }

  /// `09:05`
  func time(_ instant: Date) -> String { time(zone.local(instant).time) }

  func time(_ time: TimeOfDay) -> String {
    "\(time.hour < 10 ? "0" : "")\(time.hour):\(time.minute < 10 ? "0" : "")\(time.minute)"
  }

  func day(_ instant: Date) -> Day { zone.local(instant).day }

  /// `Tuesday 24 November 2026, 09:05`, and in an hour that the clocks repeat also which of the two.
  func longInstant(_ instant: Date) -> String {
    words["format.day-and-time", ["day": longDay(day(instant)), "time": timeLabel(instant)]]
  }

  /// `Tuesday 24 November 2026, 09:05, London time (GMT)`
  func longInstantInZone(_ instant: Date) -> String {
    words.list([longInstant(instant), zoneInWords(at: [instant])])
  }

  func longLocal(_ local: LocalDateTime) -> String {
    words["format.day-and-time", ["day": longDay(local.day), "time": time(local.time)]]
  }

  /// The time, and in an hour that the clocks repeat also which of the two it is: `01:30 BST`.
  func timeLabel(_ instant: Date) -> String {
    guard zone.instants(of: zone.local(instant)).count > 1 else { return time(instant) }
    return "\(time(instant)) \(zone.offset(at: instant).abbreviation)"
  }

  /// The zone and what its time is called at these instants: `London time (GMT)`; `London time (GMT, BST)` when the
  /// clocks change between them.
  func zoneInWords(at instants: [Date]) -> String {
    var names: [String] = []
    for instant in instants {
      let name = zone.offset(at: instant).abbreviation
      // Where nobody uses a name, the database has the offset.
      let said = name.first.map { $0 == "+" || $0 == "-" } ?? true ? "UTC\(name)" : name
      if !names.contains(said) { names.append(said) }
    }
    let place = String((zone.identifier.split(separator: "/").last ?? "UTC").map { $0 == "_" ? " " : $0 })
    if names.isEmpty || names == [place] { return place }
    return words["format.zone", ["place": place, "name": words.list(names)]]
  }

  /// ISO 8601 in UTC, for the `datetime` of a `time` element.
  func iso(_ instant: Date) -> String { instant.ISO8601Format() }

  func minutes(_ count: Int) -> String { words["format.minutes", ["minutes": String(count)]] }

  /// `2 h 30 min`
  func duration(minutes: Int) -> String {
    words["format.duration", ["hours": String(minutes / 60), "minutes": String(minutes % 60)]]
  }

  /// In years; below two, in months.
  func age(from birth: Day, on day: Day) -> String {
    let years = birth.years(until: day)
    if years >= 2 { return words["format.years", ["years": String(years)]] }
    let months = (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day ? 1 : 0)
    return words["format.months", ["months": String(max(months, 0))]]
  }

  /// How many minor units are one of the currency.
  func minorUnits(of currency: String) -> Double {
    (0..<Money.exponent(of: currency)).reduce(1) { units, _ in units * 10 }
  }

  /// What this file asks of the catalogues.
  static let keys =
    [
      "format.first-day", "format.long-day", "format.date", "format.day-and-month", "format.day-and-time",
      "format.day-range", "format.short-day", "format.zone", "format.minutes", "format.duration",
      "format.years", "format.months",
    ]
    + (1...7).flatMap { ["weekday.\($0)", "weekday.short.\($0)"] }
    + (1...12).flatMap { ["month.\($0)", "month.short.\($0)"] } + numberKeys + Words.listKeys
}
