extension PosixTimeZone {
  init(_ text: String) throws(Malformed) {
    var parser = PosixTimeZoneParser(text)
    guard let parsed = parser.timeZone() else { throw Malformed("its footer is not a TZ string") }
    self = parsed
  }
}

/// Grammar: `std offset [dst [offset] ,start[/time],end[/time]]`. Nil is: not in this form.
private struct PosixTimeZoneParser {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  mutating func timeZone() -> PosixTimeZone? {
    guard let standardName = name(), let standardOffset = offset() else { return nil }
    let standard = TimeZoneRules.Offset(
      seconds: standardOffset, abbreviation: standardName, isDaylight: false)
    if rest.isEmpty { return PosixTimeZone(standard: standard, daylight: nil) }

    guard let daylightName = name() else { return nil }
    // An hour ahead of standard time unless it says otherwise.
    guard let daylightOffset = rest.first == UInt8(ascii: ",") ? standardOffset + 3600 : offset(),
      TimeZoneRules.Offset.bounds.contains(daylightOffset)
    else { return nil }
    guard take(","), let start = change(), take(","), let end = change(), rest.isEmpty else { return nil }
    let daylight = TimeZoneRules.Offset(
      seconds: daylightOffset, abbreviation: daylightName, isDaylight: true)
    return PosixTimeZone(
      standard: standard, daylight: .init(offset: daylight, start: start, end: end))
  }

  /// `CET`, or `<+0330>` where there is more than letters in it.
  private mutating func name() -> String? {
    let isQuoted = take("<")
    let name = rest.prefix { byte in
      isQuoted ? byte != UInt8(ascii: ">") : isLetter(byte)
    }
    rest.removeFirst(name.count)
    guard name.count >= 3, !isQuoted || take(">") else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// Seconds east of UTC; the text counts west.
  private mutating func offset() -> Int? {
    time(hours: 0...24).map { -$0 }
  }

  private mutating func change() -> YearlyChange? {
    guard let rule = rule() else { return nil }
    // Two in the morning unless it says otherwise.
    guard let seconds = take("/") ? time(hours: 0...167) : 7200 else { return nil }
    return YearlyChange(rule: rule, secondsAfterMidnight: seconds)
  }

  private mutating func rule() -> YearlyChange.Rule? {
    if take("M") {
      guard let month = number(in: 1...12), take("."), let week = number(in: 1...5), take("."),
        let weekday = number(in: 0...6)
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }
    if take("J") { return number(in: 1...365).map { .dayWithoutLeapDay($0) } }
    return number(in: 0...365).map { .dayFromZero($0) }
  }

  /// `[+|-]h[:mm[:ss]]` in seconds.
  private mutating func time(hours: ClosedRange<Int>) -> Int? {
    let sign = take("-") ? -1 : 1
    if sign == 1 { _ = take("+") }
    guard var seconds = number(in: hours).map({ $0 * 3600 }) else { return nil }
    for unit in [60, 1] where take(":") {
      guard let part = number(in: 0...59) else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  private mutating func number(in range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...3).contains(digits.count) else { return nil }
    rest.removeFirst(digits.count)
    let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return range.contains(value) ? value : nil
  }

  private mutating func take(_ expected: Unicode.Scalar) -> Bool {
    guard let next = rest.first, UInt32(next) == expected.value else { return false }
    rest.removeFirst()
    return true
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    let lowercased = byte | 0x20
    return UInt8(ascii: "a") <= lowercased && lowercased <= UInt8(ascii: "z")
  }
}
