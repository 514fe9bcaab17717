/// What the named parts of a route's pattern matched, percent-decoded: `id` in `/doctors/:id`.
public struct PathParameters: Sendable, ExpressibleByDictionaryLiteral {
  var entries: [(name: String, value: String)] = []

  public init(dictionaryLiteral elements: (String, String)...) {
    entries = elements.map { (name: $0.0, value: $0.1) }
  }

  public subscript(name: String) -> String? {
    entries.first { $0.name == name }?.value
  }
}
