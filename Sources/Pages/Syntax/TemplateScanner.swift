/// Cuts a template into stretches of text and tags.
struct TemplateScanner {
  enum Token {
    case text(Range<Int>)
    /// `alone`: the line held nothing but this tag, and has been taken out of the text.
    case tag(Tag, alone: Bool)
  }

  private let source: TemplateSource
  private var position = 0
  private var line = 1
  private(set) var tokens: [(token: Token, line: Int)] = []
  private(set) var faults: [TemplateFault] = []

  init(_ source: TemplateSource) {
    self.source = source
    scan()
  }

  private mutating func scan() {
    var textStart = 0
    while let open = find("{{", from: textStart) {
      guard let close = find("}}", from: open + 2) else {
        advance(to: open)
        faults.append(source.fault(line, "'{{' is not closed by '}}'"))
        return
      }
      do throws(TagProblem) {
        let tag = try tag(open + 2..<close)
        let lines = tag.writes ? nil : wholeLines(around: open..<close + 2)
        appendText(textStart..<(lines?.lowerBound ?? open))
        advance(to: open)
        tokens.append((.tag(tag, alone: lines != nil), line))
        textStart = lines?.upperBound ?? close + 2
      } catch {
        advance(to: open)
        faults.append(source.fault(line, error.what))
        textStart = close + 2
      }
    }
    appendText(textStart..<source.bytes.count)
  }

  private func tag(_ inner: Range<Int>) throws(TagProblem) -> Tag {
    if source.bytes[inner].first == UInt8(ascii: "{") {
      throw TagProblem(what: "'{{{' is not known: markup is a SafeHTML value in an ordinary {{name}}")
    }
    return try Tag(source.text(inner))
  }

  /// The line of a text is that of its first visible byte.
  private mutating func appendText(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let visible = source.bytes[range].firstIndex { !$0.isBlank && $0 != .newline }
    advance(to: visible ?? range.lowerBound)
    tokens.append((.text(range), line))
  }

  /// The tag with the rest of its line or lines, if that rest is blank.
  private func wholeLines(around tag: Range<Int>) -> Range<Int>? {
    var start = tag.lowerBound
    while start > 0, source.bytes[start - 1].isBlank { start -= 1 }
    guard start == 0 || source.bytes[start - 1] == .newline else { return nil }
    var end = tag.upperBound
    while end < source.bytes.count, source.bytes[end].isBlank { end += 1 }
    guard end == source.bytes.count || source.bytes[end] == .newline else { return nil }
    return start..<min(end + 1, source.bytes.count)
  }

  private func find(_ pair: StaticString, from start: Int) -> Int? {
    let byte = pair.utf8Start.pointee
    var index = start
    while index + 1 < source.bytes.count {
      if source.bytes[index] == byte, source.bytes[index + 1] == byte { return index }
      index += 1
    }
    return nil
  }

  private mutating func advance(to end: Int) {
    for byte in source.bytes[position..<end] where byte == .newline { line += 1 }
    position = end
  }
}
