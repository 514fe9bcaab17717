/// Why a file is not read, and on which line: people look for it there with an editor.
public struct CSVFault: Error, Hashable, CustomStringConvertible {
  /// From 1, as editors count: CRLF, LF and CR end one, in quotes too. Of a field of several lines it is the first.
  public let line: Int
  public let kind: Kind

  public enum Kind: Hashable, Sendable {
    /// More than `CSVLimits` allow, and how many that is.
    case tooManyBytes(Int)
    case tooManyRows(Int)
    case tooManyFields(Int)
    case fieldTooLong(Int)
    /// Bytes that are no text in this encoding. Programs for spreadsheets save as Windows-1252 where they say "CSV" alone:
    /// a file that is not UTF-8 may be offered to be read as that.
    case notText(CSVEncoding)
    /// A file of another kind, or UTF-16 without a byte order mark.
    case nul
    /// `12" pipe`: RFC 4180 section 2 has quotes around the whole field only.
    case strayQuote
    /// `"12"3`
    case textAfterQuote
    /// The file ends within quotes: it was cut off, or a quote was forgotten on this line.
    case unclosedQuote
    case uneven(fields: Int, expected: Int)
  }

  public init(line: Int, _ kind: Kind) {
    self.line = line
    self.kind = kind
  }

  public var description: String { "line \(line): \(kind)" }
}

extension CSVFault.Kind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooManyBytes(let limit): "the file has more than \(limit) bytes"
    case .tooManyRows(let limit): "the file has more than \(limit) rows"
    case .tooManyFields(let limit): "the row has more than \(limit) fields"
    case .fieldTooLong(let limit): "a field has more than \(limit) bytes"
    case .notText(let encoding): "this is not \(encoding)"
    case .nul: "there is a NUL byte, so this is no text, or UTF-16 without a byte order mark"
    case .strayQuote: "there is a quote in a field that does not begin with one"
    case .textAfterQuote: "there is text between the end of a quoted field and the next separator"
    case .unclosedQuote: "a quote is opened and never closed"
    case .uneven(let fields, let expected): "the row has \(fields) fields where the first has \(expected)"
    }
  }
}
