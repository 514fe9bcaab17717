internal import Pages

/// `GET /doctors`: the doctors, searched and filtered.
struct DirectoryPage: Page {
  /// What was searched for.
  let text: String
  let specialties: [Choice]
  let services: [Choice]
  let doctors: [DoctorCard]
  /// On all pages of the result.
  let total: Int
  let page: Int
  let pages: Int
  let previous: String?
  let next: String?

  static let template = "practitioners/directory"

  private var isFiltered: Bool {
    !text.isEmpty || (specialties + services).contains { $0.chosen && !$0.value.isEmpty }
  }

  var fields: Fields {
    [
      "text": .text(text),
      "specialties": .list(specialties),
      "services": .list(services),
      "doctors": .list(doctors),
      "total": .number(total),
      "isOne": .flag(total == 1),
      "isEmpty": .flag(doctors.isEmpty),
      "isFiltered": .flag(isFiltered),
      "page": .number(page),
      "pages": .number(pages),
      "hasPages": .flag(pages > 1),
      "previous": .text(previous),
      "next": .text(next),
    ]
  }

  static let samples = [
    DirectoryPage(
      text: "", specialties: Choice.samples, services: [Choice("1", "First consultation")],
      doctors: DoctorCard.samples, total: 30, page: 2, pages: 3, previous: "/doctors?page=1",
      next: "/doctors?page=3"),
    DirectoryPage(
      text: "haddad", specialties: Choice.samples, services: [], doctors: [DoctorCard.samples[0]],
      total: 1, page: 1, pages: 1, previous: nil, next: nil),
    DirectoryPage(
      text: "Zażółć", specialties: Choice.samples, services: [], doctors: [], total: 0, page: 1, pages: 0,
      previous: nil, next: nil),
  ]
}
