/// The day and time of a change that comes every year, as in `M3.5.0/2`.
struct YearlyChange {
  enum Rule {
    /// `Jn`: 1...365; 29 February is never counted.
    case dayWithoutLeapDay(Int)
    /// `n`: 0...365; 29 February is counted.
    case dayFromZero(Int)
    /// `Mm.w.d`: the week-th weekday (Sunday is 0) of the month; 5 is the last.
    case weekday(month: Int, week: Int, weekday: Int)
  }

  let rule: Rule
  /// From midnight of that day, -167 to 167 hours.
  let secondsAfterMidnight: Int

  /// Seconds since the epoch, as the clock on the wall counts them.
  func localSeconds(in year: Int) -> Int {
    daysSinceEpoch(in: year) * 86_400 + secondsAfterMidnight
  }

  private func daysSinceEpoch(in year: Int) -> Int {
    let newYear = GregorianCalendar.daysSinceEpoch(year: year, month: 1, day: 1)
    switch rule {
    case .dayWithoutLeapDay(let number):
      let isAfterLeapDay = GregorianCalendar.isLeap(year) && number >= 60
      return newYear + number - 1 + (isAfterLeapDay ? 1 : 0)
    case .dayFromZero(let number):
      return newYear + number
    case .weekday(let month, let week, let weekday):
      let first = GregorianCalendar.daysSinceEpoch(year: year, month: month, day: 1)
      // 1970-01-01 was a Thursday, 4 when Sunday is 0.
      let firstWeekday = first + 4 - floorDivide(first + 4, 7) * 7
      let firstMatch = (weekday - firstWeekday + 7) % 7
      let day = firstMatch + (week - 1) * 7
      let length = GregorianCalendar.lengthOfMonth(month, in: year)
      return first + (day < length ? day : day - 7)
    }
  }
}
