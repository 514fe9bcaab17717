internal import Pages

/// A date that a person knows by heart, in three inputs `<name>Day`, `<name>Month`, `<name>Year`: quicker and
/// safer than a calendar for a birth date.
struct DateField: View {
  let name: String
  let day: String
  let month: String
  let year: String
  let label: String?
  let problem: String?

  init(
    _ name: String, day: String = "", month: String = "", year: String = "", label: String? = nil,
    problem: String? = nil
  ) {
    self.name = name
    self.day = day
    self.month = month
    self.year = year
    self.label = label
    self.problem = problem
  }

  var fields: Fields {
    [
      "name": .text(name), "day": .text(day), "month": .text(month), "year": .text(year),
      "problem": .text(problem),
    ]
  }

  static let samples = [DateField("birth", day: "28", month: "2", year: "1990")]
}
