/// Why a form could not be read. None of these comes from filling in a page of ours as it was meant,
/// except a file that is too large: that one is reported beside its field, not thrown.
public enum FormFault: Error, Sendable, Equatable {
  /// The body is neither of the two encodings a browser sends a form in, or not the one expected.
  case wrongMediaType
  /// The fields as a whole, files apart, are longer than the limit, in bytes.
  case tooLong(limit: Int)
  case tooManyFields(limit: Int)
  case tooManyFiles(limit: Int)
  /// A field's name is longer than the limit, in bytes, or is missing.
  case badName
  /// The text of a field, or its name (then nil), is not UTF-8.
  case notUTF8(field: String?)
  /// The text of a field, or its name (then nil), holds a NUL, which PostgreSQL can't store.
  case containsNUL(field: String?)
  /// A field that has one value came more than once.
  case repeated(field: String)
  /// The body ends before it is complete, or is not what its boundary says (RFC 2046 §5.1.1).
  case malformed
}

extension FormFault: LogSafe {
  /// The kind of fault, without what was typed: a field's name comes from the client as well.
  public var safeDescription: String {
    switch self {
    case .wrongMediaType: "form: wrong media type"
    case .tooLong: "form: too long"
    case .tooManyFields: "form: too many fields"
    case .tooManyFiles: "form: too many files"
    case .badName: "form: bad name"
    case .notUTF8: "form: not UTF-8"
    case .containsNUL: "form: NUL"
    case .repeated: "form: repeated field"
    case .malformed: "form: malformed"
    }
  }
}
