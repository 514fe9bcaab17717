internal import CivilTime
public import FoundationEssentials

/// Hours of every week, from a first to perhaps a last day.
public struct WeeklyRow: EntryRow {
  public var stored: UUID?
  var weekday = Weekday.monday
  var from = TimeOfDay.midnight
  var until = TimeOfDay.endOfDay
  var room = ""
  var first = Day.first
  var last: Day?
  /// For these alone; empty for all.
  var services: [String] = []

  public static let blank = WeeklyRow()
  public static let preset: Set = ["weekday"]
  public static let fields: [EntryField<WeeklyRow>] = [
    EntryField("weekday", \.weekday, .weekday), EntryField("from", \.from, .time),
    EntryField("until", \.until, .end), EntryField("room", \.room, .name(of: .room)),
    EntryField("first", \.first, .dayOrToday), EntryField("last", \.last, .optional(.day)),
    EntryField("services", \.services, .typedNames(of: .service)),
  ]
  public var order: String { "\(weekday.rawValue) \(from) \(first)" }

  public var faults: [(part: String, fault: TextFault)] {
    var faults: [(String, TextFault)] = []
    if from >= until { faults.append(("until", TextFault("problem.time-order"))) }
    if let last, last < first { faults.append(("last", TextFault("problem.day-order"))) }
    return faults
  }
}

/// Hours of one day: beside the weekly ones, or in their place.
public struct DatedRow: EntryRow {
  public var stored: UUID?
  var day = Day.first
  var from = TimeOfDay.midnight
  var until = TimeOfDay.endOfDay
  var room = ""
  var replaces = false

  public static let blank = DatedRow()
  public static let preset: Set = ["replaces"]
  public static let fields: [EntryField<DatedRow>] = [
    EntryField("day", \.day, .day), EntryField("from", \.from, .time), EntryField("until", \.until, .end),
    EntryField("room", \.room, .name(of: .room)), EntryField("replaces", \.replaces, .yesNo),
  ]
  public var order: String { "\(day) \(from)" }

  public var faults: [(part: String, fault: TextFault)] {
    from < until ? [] : [("until", TextFault("problem.time-order"))]
  }
}
