/// What the header of one part of a form says (RFC 7578 §4).
struct PartHeader: Equatable {
  let name: String
  /// As the client has it; nil for a text field, empty where no file was chosen.
  let filename: String?
  /// As the client has it: nothing to rely on.
  let contentType: String?

  /// - Parameter bytes: the lines of the header, without the empty one at their end.
  init(_ bytes: [UInt8], limits: FormLimits) throws(FormFault) {
    let text = try checkedText(bytes, field: nil)
    var disposition: String?
    var contentType: String?
    for line in text.split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { throw .malformed }
      let value = line[line.index(after: colon)...].trimmingBlanks()
      switch line[..<colon].lowercased() {
      case "content-disposition":
        guard disposition == nil else { throw .malformed }
        disposition = String(value)
      case "content-type":
        guard contentType == nil else { throw .malformed }
        contentType = String(value)
      default:
        // RFC 7578 §4.8: other fields are to be ignored.
        break
      }
    }
    guard let disposition = disposition.flatMap({ MediaType($0) }), disposition.name == "form-data" else {
      throw .malformed
    }
    name = Self.unescaped(disposition.parameters["name"] ?? "")
    guard !name.isEmpty, name.utf8.count <= limits.nameBytes else { throw .badName }
    filename = disposition.parameters["filename"].map { Self.lastPart(of: Self.unescaped($0)) }
    self.contentType = contentType
  }

  /// Browsers escape exactly these three (WHATWG HTML §4.10.21.8).
  private static func unescaped(_ text: String) -> String {
    guard text.contains("%") else { return text }
    return text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
  }

  /// Old browsers sent the whole path (RFC 7578 §4.2).
  private static func lastPart(of path: String) -> String {
    String(path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "")
  }
}
