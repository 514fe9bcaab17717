/// What of a file is asked for (RFC 9110 section 14).
enum ByteRange: Hashable {
  case all
  case part(Range<Int>)
  /// Nothing of it is within the file: 416.
  case unsatisfiable

  /// One range alone; several, and what is no range of bytes, count as none (section 14.2: a server may ignore the field).
  ///
  /// - Parameters:
  ///   - condition: `If-Range`: the rest is wanted only of the very same file.
  ///   - size: of the file, in bytes, more than none.
  init(_ field: String?, if condition: String?, tag: String, size: Int) {
    guard let field, condition == nil || condition == tag,
      let equals = field.firstIndex(of: "="), field[..<equals].lowercased() == "bytes"
    else {
      self = .all
      return
    }
    let spec = field[field.index(after: equals)...].filter { $0 != " " && $0 != "\t" }
    let ends = spec.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, !spec.contains(","), let first = Self.number(ends[0]),
      let last = Self.number(ends[1])
    else {
      self = .all
      return
    }
    switch (first, last) {
    case (nil, nil): self = .all
    case (nil, let count?): self = count == 0 ? .unsatisfiable : .part(max(0, size - count)..<size)
    case (let start?, let end) where end.map({ $0 >= start }) ?? true:
      self = start >= size ? .unsatisfiable : .part(start..<min(size, (end ?? size - 1) + 1))
    default: self = .all
    }
  }

  /// Nil for what is no number; within it nil for nothing. Of more digits than a file has, all are nines.
  private static func number(_ text: Substring) -> Int?? {
    guard text.allSatisfy(\.isASCIIDigit) else { return nil }
    if text.isEmpty { return .some(nil) }
    return .some(text.count > 15 ? 999_999_999_999_999 : Int(text))
  }
}
