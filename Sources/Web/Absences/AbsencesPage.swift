internal import Pages

/// `GET /absences`, and what was asked of `GET /absences/new` and can't be read: who and what is away when, and a form for more.
struct AbsencesPage: Page {
  let absences: [AbsenceRow]
  /// Without its choices, which are in groups.
  let who: ChoiceField
  let groups: [ChoiceGroup]
  var first = Field("first")
  var last = Field("last")
  var starts = Field("starts")
  var ends = Field("ends")
  /// Whether there are tasks for whoever looks at this.
  var seesTasks = false

  static let template = "absences/absences"

  var fields: Fields {
    [
      "problems": .view(
        ProblemSummary(
          [who.control, first.control, last.control, starts.control, ends.control])),
      "absences": .list(absences), "isEmpty": .flag(absences.isEmpty), "who": .view(who),
      "groups": .list(groups),
      "first": .view(first), "last": .view(last), "starts": .view(starts), "ends": .view(ends),
      "seesTasks": .flag(seesTasks),
    ]
  }

  static let samples = [
    AbsencesPage(
      absences: AbsenceRow.samples, who: ChoiceField("who", []), groups: ChoiceGroup.samples, seesTasks: true
    ),
    AbsencesPage(
      absences: [], who: ChoiceField("who", []), groups: ChoiceGroup.samples,
      first: Field("first", "", label: "First day", problem: "Please enter a real date, such as 28 2 1990")),
  ]
}

/// An absence in a list.
struct AbsenceRow: View {
  let absentee: String
  /// `Monday 23 November 2026 to Friday 27 November 2026, 13:00 to 17:00`
  let time: String
  /// For staff alone; empty when nothing.
  let note: String
  let open: Int
  let tasks: Int
  let settled: Int
  let href: String

  var fields: Fields {
    [
      "absentee": .text(absentee), "time": .text(time), "note": .text(note), "open": .number(open),
      "tasks": .number(tasks), "settled": .number(settled), "hasVisits": .flag(open + tasks + settled > 0),
      "hasTasks": .flag(tasks > 0), "href": .text(href),
    ]
  }

  static let samples = [
    AbsenceRow(
      absentee: "Dr Amira Haddad", time: "Monday 23 November 2026 to Friday 27 November 2026",
      note: "Conference",
      open: 3, tasks: 2, settled: 20, href: "/absences/1"),
    AbsenceRow(
      absentee: "Prof. Dr. Annegret Müller-Lüdenscheidt von und zu Hohenstein",
      time: "Friday 4 December 2026, 13:00 to 17:00", note: "", open: 0, tasks: 0, settled: 0,
      href: "/absences/2"),
  ]
}
