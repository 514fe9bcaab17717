internal import Pages

/// `GET /account/person`, `GET /account/person/:id` and, for staff, `GET /patients/:id`: everything that the clinic knows of somebody
/// as a person.
struct PersonPage: Page {
  let name: String
  let number: Int?
  /// What is not known yet, each leading to where it is said.
  let gaps: [Link]
  let parts: [PersonPartView]
  /// Who changed what.
  let history: String
  let back: Link
  /// Whether it is seen by whoever works here.
  let isStaff: Bool
  /// Whether it is a child of whoever sees it.
  var isChild = false
  /// Whose parent sees it; each leads to such a page.
  var children: [Link] = []
  /// The other birth date that was asked for, and what became of it.
  var correction: String?
  /// Where it is asked for, or decided.
  var correctionHref: String?
  /// Where to say that something else is wrong.
  var doubtHref = ""
  var isSaved = false
  /// For staff: conversations with them, and what was written to them.
  var messages: String?
  var letters: String?
  /// Who acts for them.
  var family: String?

  static let template = "person/person"

  var fields: Fields {
    [
      "name": .text(name), "number": .text(number.map(String.init)), "gaps": .list(gaps),
      "hasGaps": .flag(!gaps.isEmpty), "parts": .list(parts), "history": .text(history), "back": .view(back),
      "isStaff": .flag(isStaff), "isChild": .flag(isChild), "children": .list(children),
      "hasChildren": .flag(!children.isEmpty), "correction": .text(correction),
      "correctionHref": .text(correctionHref), "doubtHref": .text(doubtHref), "isSaved": .flag(isSaved),
      "messages": .text(messages), "letters": .text(letters), "family": .text(family),
    ]
  }

  static let samples = [
    PersonPage(
      name: "Paul Fletcher", number: nil,
      gaps: [Link(text: "Somebody to call in an emergency", href: "/account/person/1/contacts")],
      parts: PersonPartView.samples, history: "/account/person/1/history",
      back: Link(text: "Your account", href: "/account"), isStaff: false,
      children: [Link(text: "Léo Moreau", href: "/account/person/2")],
      correctionHref: "/account/person/1/correction", isSaved: true),
    PersonPage(
      name: "محمد العربي", number: 1043, gaps: [], parts: PersonPartView.samples,
      history: "/patients/1/history", back: Link(text: "Front desk", href: "/desk"), isStaff: true,
      correction: "Another date of birth is asked for: 2 March 1948", correctionHref: "/corrections",
      messages: "/conversations?scope=all&patient=1", letters: "/patients/1/letters",
      family: "/patients/1/family"),
  ]
}

/// One part of what is known.
struct PersonPartView: View {
  let id: String
  let heading: String
  /// Of each field that says something, or of each row.
  let facts: [FactView]
  let change: String?
  /// What stands there where nothing is known.
  let empty: String

  var fields: Fields {
    [
      "id": .text(id), "heading": .text(heading), "facts": .list(facts), "isEmpty": .flag(facts.isEmpty),
      "change": .text(change), "empty": .text(empty),
    ]
  }

  static let samples = [
    PersonPartView(
      id: "needs", heading: "What you need at the clinic", facts: FactView.samples,
      change: "/account/person/1/needs", empty: ""),
    PersonPartView(
      id: "contacts", heading: "In an emergency", facts: [], change: nil, empty: "Nobody is named."),
  ]
}

struct FactView: View {
  let label: String
  let text: String

  var fields: Fields { ["label": .text(label), "text": .text(text)] }

  static let samples = [
    FactView(label: "What should we know?", text: "Uses a wheelchair; Needs a sign language interpreter"),
    FactView(label: "Note", text: "ضغط الدم مرتفع"),
  ]
}
