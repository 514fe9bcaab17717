extension Form {
  /// Parses `application/x-www-form-urlencoded` (WHATWG URL Standard §5.1), which is also the form of a
  /// query.
  ///
  /// It differs from the standard in one way: what is not UTF-8 is refused rather than repaired, so that what
  /// is stored is what was sent.
  ///
  /// - Parameter repeatable: names of the fields that may come more than once.
  public init(
    urlEncoded bytes: some Collection<UInt8>, limits: FormLimits = FormLimits(),
    repeating repeatable: Set<String> = []
  ) throws(FormFault) {
    self.init(repeating: repeatable)
    guard bytes.count <= limits.bytes else { throw .tooLong(limit: limits.bytes) }
    var decoder = URLDecoder()
    var rest = bytes[...]
    while !rest.isEmpty {
      let sequence = rest.prefix { $0 != UInt8(ascii: "&") }
      rest = rest[sequence.endIndex...].dropFirst()
      guard !sequence.isEmpty else { continue }
      guard fields.count < limits.fields else { throw .tooManyFields(limit: limits.fields) }

      let encodedName = sequence.prefix { $0 != UInt8(ascii: "=") }
      let name = try checkedText(decoder.bytes(of: encodedName), field: nil)
      guard !name.isEmpty, name.utf8.count <= limits.nameBytes else { throw .badName }
      append(decoder.bytes(of: sequence[encodedName.endIndex...].dropFirst()), to: name)
    }
  }
}

/// Undoes percent-encoding, with one buffer for all fields of a form.
private struct URLDecoder {
  private var buffer: [UInt8] = []

  mutating func bytes(of encoded: some Collection<UInt8>) -> [UInt8] {
    buffer.removeAll(keepingCapacity: true)
    var index = encoded.startIndex
    while index != encoded.endIndex {
      let byte = encoded[index]
      encoded.formIndex(after: &index)
      switch byte {
      case UInt8(ascii: "+"):
        buffer.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        buffer.append(PercentEncoding.byte(after: &index, in: encoded) ?? byte)
      default:
        buffer.append(byte)
      }
    }
    return buffer
  }
}

/// Text out of a form, refused where it could not be stored as it is.
func checkedText(_ bytes: [UInt8], field: String?) throws(FormFault) -> String {
  guard !bytes.contains(0) else { throw .containsNUL(field: field) }
  guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(field: field) }
  return text
}
