internal import CivilTime

/// A day on which weekly hours do not count.
public struct HolidayEntry: Entry {
  public let id: ID<HolidayEntry>
  var day = Day.first
  var name = ""

  public static let noun = Noun.holidays
  public static let blank = HolidayEntry(id: .unstored)
  public static let unset: Set = ["day"]
  public var title: String { name }
  /// Each year has a Christmas.
  public var identifier: String { day.description }
  public var isActive: Bool { true }

  public static let groups: [FieldGroup<HolidayEntry>] = [
    FieldGroup(
      "what", [EntryField("day", \.day, .day), EntryField("name", \.name, .line(atMost: 100))])
  ]
}
