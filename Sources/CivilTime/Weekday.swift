/// A day of the week, numbered as in ISO 8601: Monday is 1, Sunday is 7.
public enum Weekday: Int, CaseIterable, Hashable, Comparable, Sendable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// Counts on past Sunday and back past Monday: 8 is Monday, 0 is Sunday.
  init(wrapping number: Int) {
    let index = number - 1 - floorDivide(number - 1, 7) * 7
    self = Weekday.allCases[index]
  }

  /// In the order of the week, Monday first.
  public static func < (a: Weekday, b: Weekday) -> Bool { a.rawValue < b.rawValue }
}
