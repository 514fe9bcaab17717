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
      "doctors": .text(grouped(doctors)), "services": .text(grouped(services)),
      "patients": .text(grouped(patients)), "appointmentsToday": .text(grouped(appointmentsToday)),
      "today": .text(today),
    ]
  }

  /// In threes, with narrow no-break spaces between them: no language reads that as a fraction.
  private func grouped(_ count: Int) -> String {
    let digits = Array(String(count))
    return digits.indices.reduce(into: "") { text, index in
      if index > 0, (digits.count - index) % 3 == 0 { text.append("\u{202F}") }
      text.append(digits[index])
    }
  }

  static let samples = [
    AdminPage(
      doctors: 24, services: 38, patients: 12_408, appointmentsToday: 116, today: "Tuesday 24 November 2026"),
    AdminPage(doctors: 0, services: 0, patients: 0, appointmentsToday: 0, today: "Tuesday 24 November 2026"),
  ]
}
