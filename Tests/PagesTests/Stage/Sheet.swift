import Pages

/// A page with a field of every kind.
struct Sheet: Page {
  static let template = "sheet"
  static let samples = [Sheet(), Sheet(note: "Late", isOpen: true, rows: [Row()], person: Person())]

  var title = "Today"
  var note: String?
  var isOpen = false
  var count = 3
  var rows: [Row] = []
  var person: Person?
  var mark: SafeHTML?
  var drawing = Drawing()

  var fields: Fields {
    [
      "title": .text(title), "note": .text(note), "isOpen": .flag(isOpen), "count": .number(count),
      "rows": .list(rows), "person": .view(person), "mark": .html(mark),
      "drawn": .drawn(drawing) { [person] in person ?? Person() },
    ]
  }
}

struct Row: View {
  static let samples = [Row()]

  var name = "Amira"
  var note = ""
  var people: [Person] = []

  var fields: Fields { ["name": .text(name), "note": .text(note), "people": .list(people)] }
}

struct Person: View {
  static let samples = [Person()]

  var name = "Paul"
  var friends: [Person] = []

  var fields: Fields { ["name": .text(name), "friends": .list(friends)] }
}

/// What stands around every page.
struct Chrome: View {
  static let samples = [Chrome()]

  var clinic = "Riverside"
  var title = "The frame's title"

  var fields: Fields { ["clinic": .text(clinic), "title": .text(title)] }
}
