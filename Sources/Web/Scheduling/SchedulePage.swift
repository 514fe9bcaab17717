internal import Pages

/// `GET /schedule`: a practitioner's day.
struct SchedulePage: Page {
  let doctor: String
  /// `Tuesday 24 November 2026`.
  let date: String
  /// ISO 8601, `2026-11-24`.
  let iso: String
  let isToday: Bool
  let previous: String
  let next: String
  /// The clinic's time zone in words.
  let zone: String
  /// Why what was pressed was not done.
  var notice: String?
  /// What was asked for and waits for an answer, of any day ahead, soonest first.
  let requests: [ScheduleRow]
  let rows: [ScheduleRow]
  /// Time with patients: `3 h 20 min`.
  let booked: String

  static let template = "scheduling/schedule"

  var fields: Fields {
    [
      "doctor": .text(doctor),
      "date": .text(date),
      "iso": .text(iso),
      "isToday": .flag(isToday),
      "previous": .text(previous),
      "next": .text(next),
      "zone": .text(zone),
      "problems": .view(ProblemSummary(notice: notice)),
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
      sample(ScheduleRow.samples, isToday: true),
      sample([], isToday: false),
      sample(
        [], ScheduleRow.sampleRequests, isToday: true,
        notice: "This appointment has changed meanwhile. Nothing was done: please look again."),
    ]
  }

  private static func sample(
    _ rows: [ScheduleRow], _ requests: [ScheduleRow] = [], isToday: Bool, notice: String? = nil
  ) -> SchedulePage {
    SchedulePage(
      doctor: "Dr Amira Haddad", date: "Tuesday 24 November 2026", iso: "2026-11-24", isToday: isToday,
      previous: "/schedule?date=2026-11-23", next: "/schedule?date=2026-11-25", zone: "London time (GMT)",
      notice: notice, requests: requests, rows: rows, booked: rows.isEmpty ? "0 min" : "2 h 40 min")
  }
}
