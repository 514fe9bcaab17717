/// A record of a file (RFC 4180 section 2), and the line on which it begins.
public struct CSVRow: Hashable, Sendable {
  public let line: Int
  public let fields: [String]

  public init(line: Int, fields: [String]) {
    self.line = line
    self.fields = fields
  }

  /// `;;;`: what spreadsheets write for a row that was emptied.
  public var isBlank: Bool { fields.allSatisfy(\.isEmpty) }

  /// The fields, as many as the first row has. More are taken only where they are empty.
  ///
  /// - Throws: `.uneven`: what lacks fields was cut off, or lacks a separator somewhere before its end.
  public func fields(_ expected: Int) throws(CSVFault) -> ArraySlice<String> {
    guard fields.count >= expected, fields[expected...].allSatisfy(\.isEmpty) else {
      throw CSVFault(line: line, .uneven(fields: fields.count, expected: expected))
    }
    return fields[..<expected]
  }
}
