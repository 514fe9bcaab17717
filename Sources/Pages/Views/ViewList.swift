/// A list of views of one type, each turned into fields only when it is reached.
protocol ViewList: Sendable {
  var count: Int { get }
  var element: any View.Type { get }
  func fields(at index: Int) -> Fields
}

struct Views<Element: View>: ViewList {
  let views: [Element]

  var count: Int { views.count }
  var element: any View.Type { Element.self }

  func fields(at index: Int) -> Fields {
    views[index].fields
  }
}
