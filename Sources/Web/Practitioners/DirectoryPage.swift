internal import Pages

/// `GET /doctors`: the doctors, searched and filtered, with their next free times.
struct DirectoryPage: Page {
  /// What was searched for.
  let text: String
  let filters: DirectoryFilters
  /// Whether nobody fits every word of the text.
  let isPartial: Bool
  let isFiltered: Bool
  /// Where the times of all doctors are, for the service that was chosen.
  let anyDoctor: Link?
  let doctors: [DoctorCard]
  /// On all pages of the result.
  let total: Int
  let page: Int
  let pages: Int
  let previous: String?
  let next: String?

  static let template = "practitioners/directory"

  var fields: Fields {
    [
      "text": .text(text),
      "filters": .view(filters),
      "isPartial": .flag(isPartial),
      "isFiltered": .flag(isFiltered),
      "anyDoctor": .view(anyDoctor),
      "doctors": .list(doctors),
      "total": .number(total),
      "isOne": .flag(total == 1),
      "isEmpty": .flag(doctors.isEmpty),
      "page": .number(page),
      "pages": .number(pages),
      "hasPages": .flag(pages > 1),
      "previous": .text(previous),
      "next": .text(next),
    ]
  }

  static let samples = [
    DirectoryPage(
      text: "", filters: DirectoryFilters.samples[0], isPartial: false, isFiltered: false, anyDoctor: nil,
      doctors: DoctorCard.samples, total: 30, page: 2, pages: 3, previous: "/doctors?page=1",
      next: "/doctors?page=3"),
    DirectoryPage(
      text: "my heart is racing", filters: DirectoryFilters.samples[1], isPartial: true, isFiltered: true,
      anyDoctor: Link(text: "First consultation", href: "/times?service=1"), doctors: [DoctorCard.samples[0]],
      total: 1, page: 1, pages: 1, previous: nil, next: nil),
    DirectoryPage(
      text: "Zażółć", filters: DirectoryFilters.samples[0], isPartial: false, isFiltered: true,
      anyDoctor: nil,
      doctors: [], total: 0, page: 1, pages: 0, previous: nil, next: nil),
  ]
}
