/// The named values of a view, in the order they were written.
///
/// Names are resolved to positions when templates are compiled; nothing is hashed or compared per request.
public struct Fields: ExpressibleByDictionaryLiteral, Sendable {
  let entries: [(name: StaticString, value: Value)]

  public init(dictionaryLiteral entries: (StaticString, Value)...) {
    self.entries = entries
  }

  init(entries: [(name: StaticString, value: Value)]) {
    self.entries = entries
  }
}
