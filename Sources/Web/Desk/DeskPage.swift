internal import Pages

/// `GET /desk`: everybody's day side by side, by doctor or by room.
struct DeskPage: Page {
  /// `Tuesday 24 November 2026`.
  let date: String
  /// ISO 8601, `2026-11-24`.
  let iso: String
  let isToday: Bool
  let previous: String
  let next: String
  let byDoctor: Link
  let byRoom: Link
  let isByRoom: Bool
  /// The clinic's time zone in words.
  let zone: String
  let count: Int
  let isEmpty: Bool
  /// As it was drawn, and what is to be drawn where it was not yet.
  let drawing: Drawing
  let table: @Sendable () -> DeskTable
  /// What can be booked.
  let services: [Choice]
  /// How many requests wait for an answer.
  var requests = 0
  /// How many birth dates the clinic is to decide on.
  var corrections = 0
  /// What was just done: `booked`, `moved`, `cancelled`.
  var done: String?

  static let template = "desk/desk"

  var fields: Fields {
    [
      "date": .text(date), "iso": .text(iso), "isToday": .flag(isToday), "previous": .text(previous),
      "next": .text(next), "byDoctor": .view(byDoctor), "byRoom": .view(byRoom), "isByRoom": .flag(isByRoom),
      "zone": .text(zone), "count": .number(count), "isOne": .flag(count == 1),
      "isEmpty": .flag(isEmpty), "table": .drawn(drawing, table),
      "services": .list(services), "requests": .number(requests),
      "corrections": .number(corrections), "hasCorrections": .flag(corrections > 0), "done": .text(done),
    ]
  }

  static var samples: [DeskPage] {
    [sample(DeskTable.samples[0], done: "Booked"), sample(DeskTable(columns: [], hours: []), isByRoom: true)]
  }

  private static func sample(_ table: DeskTable, isByRoom: Bool = false, done: String? = nil) -> DeskPage {
    DeskPage(
      date: "Tuesday 24 November 2026", iso: "2026-11-24", isToday: !isByRoom,
      previous: "/desk?day=2026-11-23",
      next: "/desk?day=2026-11-25", byDoctor: Link(text: "", href: "/desk?day=2026-11-24"),
      byRoom: Link(text: "", href: "/desk?day=2026-11-24&by=room"), isByRoom: isByRoom,
      zone: "London time (GMT)", count: table.columns.isEmpty ? 0 : 3, isEmpty: table.columns.isEmpty,
      drawing: Drawing(), table: { table }, services: Choice.samples, requests: 3, corrections: 1, done: done)
  }
}
