extension SeededGenerator {
  /// One of the elements, each as likely as the others.
  ///
  /// - Precondition: there is one.
  mutating func pick<Element>(_ elements: some Collection<Element>) -> Element {
    elements[elements.index(elements.startIndex, offsetBy: Int.random(in: 0..<elements.count, using: &self))]
  }

  /// One of the elements, as often as its weight says.
  ///
  /// - Precondition: the weights add up to more than nothing.
  mutating func pick<Element>(_ weighted: KeyValuePairs<Element, Int>) -> Element {
    var ticket = Int.random(in: 0..<weighted.reduce(0) { $0 + $1.value }, using: &self)
    var index = weighted.startIndex
    while ticket >= weighted[index].value {
      ticket -= weighted[index].value
      index += 1
    }
    return weighted[index].key
  }

  /// True in so many cases of a hundred.
  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }
}
