internal import CivilTime
public import FoundationEssentials

/// A site, or a room: one stands alone, the other is part of one.
public struct PlaceEntry: Entry {
  public let id: ID<Location>
  var name = ""
  /// The site's name.
  var site: String?
  /// What services ask for: `ultrasound`.
  var kind = ""
  var address = ""
  var openings: [OpeningRow] = []
  public var isActive = true
  var hasRooms = false

  public static let noun = Noun.places
  public static let blank = PlaceEntry(id: .unstored)
  public var title: String { name }

  public static let groups: [FieldGroup<PlaceEntry>] = [
    FieldGroup(
      "what",
      [
        EntryField("name", \.name, .title()),
        EntryField("site", \.site, .optional(.name(of: .site))),
        EntryField("kind", \.kind, .title(atMost: 50, required: false, suggesting: .roomKind)),
        EntryField("address", \.address, .line(atMost: 300, required: false)),
      ]),
    FieldGroup("opening", [EntryField("openings", \.openings, .rows(atMost: 30))]),
  ]

  public var problems: [Problem] {
    guard let site else { return [] }
    if site == name { return [Problem("site", "problem.part-of-itself")] }
    return hasRooms ? [Problem("site", "problem.site-within")] : []
  }
}

/// When a place is open on a weekday.
public struct OpeningRow: EntryRow {
  public var stored: UUID?
  var weekday = Weekday.monday
  var opens = TimeOfDay.midnight
  var closes = TimeOfDay.endOfDay

  public static let blank = OpeningRow()
  public static let preset: Set = ["weekday"]
  public static let fields: [EntryField<OpeningRow>] = [
    EntryField("weekday", \.weekday, .weekday), EntryField("opens", \.opens, .time),
    EntryField("closes", \.closes, .end),
  ]
  public var order: String { "\(weekday.rawValue) \(opens)" }
  public var faults: [(part: String, fault: TextFault)] {
    opens < closes ? [] : [("closes", TextFault("problem.time-order"))]
  }
}
