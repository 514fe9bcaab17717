internal import HTTPTypes

extension HTTPFields {
  /// The value of a field that HTTPTypes has no name for, by its name in lower case. Several fields of that
  /// name read as one, with commas between (RFC 9110 §5.3).
  func value(of canonicalName: String) -> String? {
    let values = lazy.filter { $0.name.canonicalName == canonicalName }.map(\.value)
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }
}
