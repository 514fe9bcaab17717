public import Hummingbird

/// The cookies a browser sent (RFC 6265 §4.2).
public struct RequestCookies: Sendable {
  private let pairs: [(name: Substring, value: Substring)]

  public init(_ request: Request) {
    self.init(request.headers)
  }

  public init(_ headers: HTTPFields) {
    pairs = headers[values: .cookie].flatMap { field in
      field.split(separator: ";").compactMap { pair in
        guard let equals = pair.firstIndex(of: "=") else { return nil }
        let name = pair[..<equals].trimmingBlanks()
        return name.isEmpty ? nil : (name, Self.unquoted(pair[pair.index(after: equals)...].trimmingBlanks()))
      }
    }
  }

  /// A cookie's value; nil if it did not come, or came twice: then one of them was planted, and a
  /// `__Host-` cookie can't be.
  public subscript(name: String) -> String? {
    let matches = pairs.filter { $0.name == name }
    return matches.count == 1 ? String(matches[0].value) : nil
  }

  private static func unquoted(_ value: Substring) -> Substring {
    value.count >= 2 && value.first == "\"" && value.last == "\"" ? value.dropFirst().dropLast() : value
  }
}
