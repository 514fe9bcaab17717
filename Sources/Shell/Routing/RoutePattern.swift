/// A route's pattern, taken apart.
struct RoutePattern {
  enum Part: Equatable {
    case literal(String)
    case parameter(String)
  }

  let parts: [Part]

  /// Nil for anything but `/` or a path such as `/doctors/:id`, without a slash at its end.
  init?(_ text: String) {
    guard text.first == "/" else { return nil }
    if text == "/" {
      parts = []
      return
    }
    var parts: [Part] = []
    for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let name = part.first == ":" ? part.dropFirst() : part
      guard !name.isEmpty, name != ".", name != "..", name.utf8.allSatisfy(Self.isNameByte) else {
        return nil
      }
      let part: Part = part.first == ":" ? .parameter(String(name)) : .literal(String(name))
      if case .parameter = part, parts.contains(part) { return nil }
      parts.append(part)
    }
    self.parts = parts
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"): true
    default: false
    }
  }
}
