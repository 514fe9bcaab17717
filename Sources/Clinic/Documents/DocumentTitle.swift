/// The name of a file that somebody sent, as far as it can be shown and offered again: one part of a path, without characters that
/// are not seen or turn others round (Unicode Technical Report 36, section 2.4), with the ending of what it is.
public struct DocumentTitle: Hashable, Sendable {
  public let text: String

  /// - Parameter fallback: where nothing of the name is left.
  public init(_ filename: String, _ kind: DocumentReference.Kind, fallback: String = "document") {
    let last = filename.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
    let visible = String(String.UnicodeScalarView(last.unicodeScalars.filter(Self.isShown)))
    var stem = Self.withoutEnding(visible, kind).trimmed
    // A leading dot hides a file; those at the end are dropped by some systems, and with them the ending.
    while let first = stem.first, first == "." || first.isWhitespace { stem.removeFirst() }
    while let last = stem.last, last == "." || last.isWhitespace { stem.removeLast() }
    let room = DocumentReference.longestTitle - kind.ending.count - 1
    let cut = Self.cut(stem, to: room).trimmed
    text = "\(cut.isEmpty ? fallback : cut).\(kind.ending)"
  }

  private static func withoutEnding(_ name: String, _ kind: DocumentReference.Kind) -> String {
    let endings = kind == .jpeg ? ["jpg", "jpeg", "jpe"] : [kind.ending]
    guard let dot = name.lastIndex(of: "."), endings.contains(name[name.index(after: dot)...].lowercased())
    else { return name }
    return String(name[..<dot])
  }

  /// Whole characters only: no accent is taken from its letter.
  private static func cut(_ text: String, to limit: Int) -> String {
    var cut = ""
    var left = limit
    for character in text {
      left -= character.unicodeScalars.count
      guard left >= 0 else { break }
      cut.append(character)
    }
    return cut
  }

  /// Neither what systems and shells take for more than a letter, nor control, format (bidi among them), private or unassigned.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: !#":*?"<>|"#.unicodeScalars.contains(scalar)
    }
  }
}
