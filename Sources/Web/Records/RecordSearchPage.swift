internal import Pages

/// `GET /records` and a search: a practitioner finds a patient.
struct RecordSearchPage: Page {
  var text = ""
  /// Whom the search found; nil before one.
  var found: [FoundRow]?
  /// There were more than are shown.
  var isMore = false
  var notice: String?

  static let template = "records/search"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)),
      "text": .text(text), "found": .list(found ?? []), "hasFound": .flag(!(found ?? []).isEmpty),
      "isNobody": .flag(found?.isEmpty ?? false), "isMore": .flag(isMore),
    ]
  }

  static let samples = [
    RecordSearchPage(),
    RecordSearchPage(text: "moreau", found: FoundRow.samples, isMore: true),
    RecordSearchPage(text: "xyzzy", found: []),
  ]
}
