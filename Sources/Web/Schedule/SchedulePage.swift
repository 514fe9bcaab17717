internal import Pages

/// `GET /schedule`: a practitioner's day.
struct SchedulePage: Page {
  let doctor: String
  /// `Tuesday 24 November 2026`.
  let date: String
  /// ISO 8601, `2026-11-24`.
  let iso: String
  let isToday: Bool
  let nav: ScheduleNav
  /// Today: which state of the list this is. Public/js/live.js asks for newer ones.
  var version: String?
  /// The clinic's time zone in words.
  let zone: String
  /// Why what was pressed was not done.
  var notice: String?
  /// Today: who is there, and who comes next.
  var up: [NextUp] = []
  /// Nil on a day that is over.
  var block: BlockForm?
  var blocks: [BlockRow] = []
  /// What was asked for and waits for an answer, of any day ahead, soonest first.
  let requests: [ScheduleRow]
  let rows: [ScheduleRow]
  /// Time with patients: `3 h 20 min`.
  let booked: String

  static let template = "schedule/day"

  var fields: Fields {
    [
      "doctor": .text(doctor),
      "date": .text(date),
      "iso": .text(iso),
      "isToday": .flag(isToday),
      "nav": .view(nav),
      "version": .text(version),
      "zone": .text(zone),
      "problems": .view(ProblemSummary(notice: notice, block?.controls ?? [])),
      "up": .list(up),
      "hasUp": .flag(!up.isEmpty),
      "block": .view(block),
      "blocks": .list(blocks),
      "hasBlocks": .flag(!blocks.isEmpty),
      "requests": .list(requests),
      "hasRequests": .flag(!requests.isEmpty),
      "rows": .list(rows),
      "isEmpty": .flag(rows.isEmpty),
      "count": .number(rows.count),
      "isOne": .flag(rows.count == 1),
      "booked": .text(booked),
    ]
  }

  static var samples: [SchedulePage] {
    [
      sample(
        ScheduleRow.samples, isToday: true, up: NextUp.samples, block: BlockForm.samples[0],
        blocks: BlockRow.samples),
      sample([], isToday: false),
      sample(
        ScheduleRow.samples, isToday: true,
        notice: "Visits lie in this time. Look at them below before you block it.",
        block: BlockForm.samples[1]),
      sample(
        [], ScheduleRow.sampleRequests, isToday: true,
        notice: "This appointment has changed meanwhile. Nothing was done: please look again."),
    ]
  }

  private static func sample(
    _ rows: [ScheduleRow], _ requests: [ScheduleRow] = [], isToday: Bool, notice: String? = nil,
    up: [NextUp] = [],
    block: BlockForm? = nil, blocks: [BlockRow] = []
  ) -> SchedulePage {
    SchedulePage(
      doctor: "Dr Amira Haddad", date: "Tuesday 24 November 2026", iso: "2026-11-24", isToday: isToday,
      nav: ScheduleNav.samples[0], version: isToday ? "v1" : nil, zone: "London time (GMT)", notice: notice,
      up: up, block: block,
      blocks: blocks,
      requests: requests, rows: rows, booked: rows.isEmpty ? "0 min" : "2 h 40 min")
  }
}
