internal import Pages

/// `GET /admin`: the clinic in four figures.
struct AdminPage: Page {
  let doctors: Int
  let services: Int
  let patients: Int
  let appointmentsToday: Int
  /// `Tuesday 24 November 2026`.
  let today: String

  static let template = "admin/overview"

  var fields: Fields {
    [
      "doctors": .number(doctors), "services": .number(services), "patients": .number(patients),
      "appointmentsToday": .number(appointmentsToday), "today": .text(today),
    ]
  }

  static let samples = [
    AdminPage(
      doctors: 24, services: 38, patients: 12_408, appointmentsToday: 116, today: "Tuesday 24 November 2026"),
    AdminPage(doctors: 0, services: 0, patients: 0, appointmentsToday: 0, today: "Tuesday 24 November 2026"),
  ]
}
