internal import Pages

/// `GET /dev/gallery/components`, in development only: the parts that pages are made of.
struct ComponentsPage: Page {
  var badges = Badge.samples
  var faces = DoctorCard.samples.map(\.face)
  var problems = ProblemSummary(Field.samples.map(\.control))

  static let template = "dev/components"

  var fields: Fields {
    ["badges": .list(badges), "faces": .list(faces), "problems": .view(problems)]
  }

  static let samples = [ComponentsPage()]
}
