internal import Pages

/// `GET /appointments/:id/series` and a refused `POST`: how a visit is to be repeated, each date looked at, and the button.
struct SeriesPlanPage: Page {
  let patient: String
  let service: String
  let doctor: String
  /// The first visit.
  let first: String
  let action: String
  let step: ChoiceField
  let every: Field
  let count: Field
  let last: Field
  /// Empty before a rule is given.
  var dates: [SeriesDateRow] = []
  var key = ""
  /// A time that was chosen was taken meanwhile: nothing was booked.
  var isTaken = false
  var notice: String?

  static let template = "series/plan"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(notice: notice, [step.control, every.control, count.control, last.control])),
      "patient": .text(patient), "service": .text(service), "doctor": .text(doctor),
      "firstVisit": .text(first),
      "action": .text(action), "step": .view(step), "every": .view(every), "count": .view(count),
      "last": .view(last), "dates": .list(dates), "hasDates": .flag(!dates.isEmpty), "key": .text(key),
      "free": .number(dates.count(where: \.isFree)), "conflicts": .number(dates.count { !$0.isFree }),
      "isTaken": .flag(isTaken),
    ]
  }

  static var samples: [SeriesPlanPage] {
    var planned = sample
    planned.dates = SeriesDateRow.samples
    planned.key = "key"
    planned.isTaken = true
    return [sample, planned]
  }

  private static var sample: SeriesPlanPage {
    SeriesPlanPage(
      patient: "Paul Moreau", service: "First consultation", doctor: "Dr Amira Haddad",
      first: "Tuesday 24 November 2026, 09:20", action: "/appointments/1/series",
      step: ChoiceField("step", [Choice("weeks", "Weekly", chosen: true), Choice("months", "Monthly")]),
      every: Field("every", "1"),
      count: Field("count", "x", label: "How many visits in all", problem: "Please enter a number"),
      last: Field("last"))
  }
}

/// One date of a series that is planned.
struct SeriesDateRow: View {
  /// The control's name: `date3`.
  let name: String
  let time: String
  /// What keeps it; empty when nothing does.
  let reasons: [Line]
  let choices: [Choice]

  var isFree: Bool { reasons.isEmpty }

  var fields: Fields {
    [
      "name": .text(name), "time": .text(time), "reasons": .list(reasons), "isFree": .flag(isFree),
      "choices": .list(choices),
    ]
  }

  static let samples = [
    SeriesDateRow(
      name: "date0", time: "Tuesday 1 December 2026, 09:20", reasons: [],
      choices: [Choice("a", "Book it", chosen: true), Choice("", "Leave it out")]),
    SeriesDateRow(
      name: "date1", time: "Tuesday 8 December 2026, 09:20",
      reasons: [Line("It is a public holiday: Immaculate Conception.")],
      choices: [Choice("", "Leave it out", chosen: true), Choice("b", "Wednesday 9 December 2026, 09:20")]),
  ]
}
