/// The named values of a view, in the order they were written.
///
/// Names are resolved to positions when templates are compiled; nothing is hashed or compared per request.
public struct Fields: ExpressibleByDictionaryLiteral, Sendable {
  /// Without labels: the literal's own array is kept, where labels would copy it element by element.
  let entries: [(StaticString, Value)]

  public init(dictionaryLiteral entries: (StaticString, Value)...) {
    self.entries = entries
  }

  init(entries: [(StaticString, Value)]) {
    self.entries = entries
  }
}
