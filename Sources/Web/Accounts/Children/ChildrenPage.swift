internal import Pages

/// `GET /account/children` and a refused `POST`: the children for whom somebody books, and a form to add one.
struct ChildrenPage: Page {
  let children: [ChildLine]
  /// Makes sending the form twice add once.
  let key: String
  /// At which a record is handed over here.
  var age = 18
  var given = Field("given")
  var family = Field("family")
  var birth = DateField("birth")
  /// As many as can be.
  var isFull = false
  var isSaved = false
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/children"

  private var problems: ProblemSummary? {
    ProblemSummary(notice: notice, [given.control, family.control, birth.control])
  }

  var fields: Fields {
    [
      "problems": .view(problems), "children": .list(children), "hasChildren": .flag(!children.isEmpty),
      "key": .text(key), "given": .view(given), "family": .view(family), "birth": .view(birth),
      "age": .number(age), "isFull": .flag(isFull), "isSaved": .flag(isSaved),
    ]
  }

  static var samples: [ChildrenPage] {
    var refused = ChildrenPage(children: [], key: "key")
    refused.given = Field("given", "Léo")
    refused.family = Field("family", "", label: "Family name", problem: "Please fill this in")
    return [
      ChildrenPage(children: ChildLine.samples, key: "key", isSaved: true), refused,
      ChildrenPage(children: ChildLine.samples, key: "key", isFull: true),
    ]
  }
}

struct ChildLine: View {
  let name: String
  /// `28 February 2016`.
  let birthDate: String
  /// To everything that the clinic knows of them.
  var href = "/account/person/2"

  var fields: Fields { ["name": .text(name), "birthDate": .text(birthDate), "href": .text(href)] }

  static let samples = [
    ChildLine(name: "Léo Moreau", birthDate: "28 February 2016"),
    ChildLine(name: "Nguyễn Thị Minh Anh", birthDate: "1 November 2026"),
  ]
}
