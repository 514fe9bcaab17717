internal import CivilTime

/// The public holidays of a country.
enum HolidayCalendar: Sendable {
  case none, england, france

  func days(in year: Int) -> [(day: Day, name: String)] {
    switch self {
    case .none: []
    case .england: Self.england(year)
    case .france: Self.france(year)
    }
  }

  /// England and Wales (https://www.gov.uk/bank-holidays), with the substitutes for those at a weekend.
  private static func england(_ year: Int) -> [(day: Day, name: String)] {
    let easter = easter(year)
    let newYear = workday(from: date(year, 1, 1))
    let christmas = workday(from: date(year, 12, 25))
    var boxing = workday(from: date(year, 12, 26))
    if boxing == christmas { boxing = workday(from: boxing.adding(days: 1)) }
    return [
      (newYear, "New Year’s Day"), (easter.adding(days: -2), "Good Friday"),
      (easter.adding(days: 1), "Easter Monday"), (firstMonday(date(year, 5, 1)), "Early May bank holiday"),
      (firstMonday(date(year, 5, 25)), "Spring bank holiday"),
      (firstMonday(date(year, 8, 25)), "Summer bank holiday"), (christmas, "Christmas Day"),
      (boxing, "Boxing Day"),
    ]
  }

  /// Code du travail, article L3133-1.
  private static func france(_ year: Int) -> [(day: Day, name: String)] {
    let easter = easter(year)
    return [
      (date(year, 1, 1), "Jour de l’an"), (easter.adding(days: 1), "Lundi de Pâques"),
      (date(year, 5, 1), "Fête du travail"), (date(year, 5, 8), "Victoire 1945"),
      (easter.adding(days: 39), "Ascension"), (easter.adding(days: 50), "Lundi de Pentecôte"),
      (date(year, 7, 14), "Fête nationale"), (date(year, 8, 15), "Assomption"),
      (date(year, 11, 1), "Toussaint"), (date(year, 11, 11), "Armistice 1918"), (date(year, 12, 25), "Noël"),
    ]
  }

  /// Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).
  static func easter(_ year: Int) -> Day {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let n = h + l - 7 * m + 114
    return date(year, n / 31, n % 31 + 1)
  }

  private static func firstMonday(_ day: Day) -> Day { day.adding(days: (8 - day.weekday.rawValue) % 7) }

  private static func workday(from day: Day) -> Day {
    day.weekday < .saturday ? day : day.adding(days: 8 - day.weekday.rawValue)
  }

  private static func date(_ year: Int, _ month: Int, _ day: Int) -> Day {
    Day(year: year, month: month, day: day) ?? .first
  }
}
