internal import Hummingbird

/// A media type with its parameters, such as `multipart/form-data; boundary=x` (RFC 9110 §8.3.1).
struct MediaType {
  /// Type and subtype, lower case.
  let name: String
  /// Names are lower case. The first of two equal names counts.
  let parameters: [String: String]

  init?(of request: Request) {
    guard let field = request.headers[.contentType] else { return nil }
    self.init(field)
  }

  init?(_ field: String) {
    let name = field.prefix { $0 != ";" }.trimmingBlanks().lowercased()
    guard !name.isEmpty,
      let parameters = FieldParameters.parse(field.dropFirst(name.count).drop { $0 != ";" })
    else { return nil }
    self.name = name
    self.parameters = parameters
  }
}

/// The `; name=value` part of a field (RFC 9110 §5.6.6). Values may be quoted.
enum FieldParameters {
  /// Nil where the text is not of that form.
  static func parse(_ text: Substring) -> [String: String]? {
    var rest = text
    var parameters: [String: String] = [:]
    while true {
      rest = rest.drop { $0.isBlank }
      if rest.isEmpty { return parameters }
      guard rest.first == ";" else { return nil }
      rest = rest.dropFirst().drop { $0.isBlank }
      if rest.isEmpty { return parameters }
      let name = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest[name.endIndex...]
      guard rest.first == "=", let value = takeValue(from: &rest) else { return nil }
      let key = name.trimmingBlanks().lowercased()
      if parameters[key] == nil { parameters[key] = value }
    }
  }

  private static func takeValue(from rest: inout Substring) -> String? {
    rest = rest.dropFirst()
    guard rest.first == "\"" else {
      let token = rest.prefix { $0 != ";" }
      rest = rest[token.endIndex...]
      return String(token.trimmingBlanks())
    }
    rest = rest.dropFirst()
    var value = ""
    while let character = rest.popFirst() {
      switch character {
      case "\"": return value
      // Browsers write a quote as %22 (WHATWG HTML §4.10.21.8); a backslash quotes for everybody else.
      case "\\" where rest.first == "\"" || rest.first == "\\": value.append(rest.removeFirst())
      default: value.append(character)
      }
    }
    return nil
  }
}

extension Substring {
  func trimmingBlanks() -> Substring {
    var text = self.drop { $0.isBlank }
    while let last = text.last, last.isBlank { text.removeLast() }
    return text
  }
}

extension Character {
  var isBlank: Bool { self == " " || self == "\t" }
}
