/// Why a text can't be kept, before anybody knows in which field it stands.
public struct TextFault: Error, Hashable, Sendable {
  /// The key of a text in the message catalogues.
  public let message: String
  public let values: [String: String]
  /// Within a field of several controls, which of them: `2.from`.
  let part: String

  init(_ message: String, _ values: [String: String] = [:], part: String = "") {
    self.message = message
    self.values = values
    self.part = part
  }

  func at(_ part: String) -> TextFault {
    TextFault(message, values, part: self.part.isEmpty ? part : "\(part).\(self.part)")
  }

  /// - Parameter field: a part is named behind it: `hours.2.from`.
  func problem(at field: String) -> Problem {
    Problem(part.isEmpty ? field : "\(field).\(part)", message, values)
  }
}

/// All that is wrong with one field.
struct TextFaults: Error, Sendable {
  let all: [TextFault]

  init(_ all: [TextFault]) { self.all = all }
  init(_ message: String, _ values: [String: String] = [:]) { all = [TextFault(message, values)] }
}
