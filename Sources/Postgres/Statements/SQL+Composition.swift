extension SQL {
  public static func + (one: SQL, other: SQL) -> SQL {
    var sum = one
    sum.append(other)
    return sum
  }

  public static func += (one: inout SQL, other: SQL) {
    one.append(other)
  }

  // Inlinable, so that nothing generic is left when the type is known, and that is everywhere.
  @inlinable
  mutating func bind<Value: SQLEncodable>(_ value: Value?) {
    if let value {
      bind(Value.sqlType) { bytes in try value.encode(into: &bytes) }
    } else {
      addPlaceholder(Value.sqlType.oid, start: 0, count: nil)
    }
  }

  @usableFromInline
  mutating func bind(_ type: SQLType, _ encode: (inout [UInt8]) throws -> Void) {
    let start = values.count
    do {
      try encode(&values)
    } catch {
      fault = fault ?? (error as? SQLEncodingError) ?? .unrepresentable(type)
    }
    // PostgreSQL's own limit; lengths are signed 32-bit numbers on the wire.
    if values.count - start > 1 << 30 { fault = fault ?? .unrepresentable(type) }
    addPlaceholder(type.oid, start: start, count: values.count - start)
  }

  mutating func append(unsafe text: String) {
    // libpq takes C strings: it would silently cut the statement here.
    if text.utf8.contains(0) { fault = fault ?? .nulInText }
    self.text += text
  }

  mutating func append(_ part: SQL) {
    fault = fault ?? part.fault
    if part.bindings.isEmpty {
      text += part.text
      return
    }
    let offset = values.count
    values += part.values
    let utf8 = part.text.utf8
    var copied = utf8.startIndex
    for binding in part.bindings {
      let dollar = utf8.index(utf8.startIndex, offsetBy: binding.placeholder)
      text += part.text[copied..<dollar]
      copied = utf8[utf8.index(after: dollar)...].firstIndex { !(48...57).contains($0) } ?? utf8.endIndex
      addPlaceholder(binding.type, start: offset + binding.start, count: binding.count)
    }
    text += part.text[copied...]
  }

  @usableFromInline
  mutating func addPlaceholder(_ type: UInt32, start: Int, count: Int?) {
    bindings.append(Binding(placeholder: text.utf8.count, type: type, start: start, count: count))
    text += "$\(bindings.count)"
  }
}

extension Sequence<SQL> {
  /// The statements' texts and values in one, for lists of conditions, columns or rows.
  public func joined(separator: SQL = ", ") -> SQL {
    var whole = SQL(stringLiteral: "")
    var isFirst = true
    for part in self {
      if !isFirst { whole.append(separator) }
      whole.append(part)
      isFirst = false
    }
    return whole
  }
}
