/// A value of RFC 8259.
indirect enum JSON: Hashable, Sendable {
  /// As written: WebAuthn's responses have no number that is looked at.
  case number(String)
  case string(String)
  case bool(Bool)
  case null
  case array([JSON])
  /// In the order in which they are written.
  case object([Member])

  struct Member: Hashable, Sendable {
    let name: String
    let value: JSON
  }

  static func integer(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

  static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    .object(
      members.compactMap { name, value in
        value.map { Member(name: name, value: $0) }
      })
  }
}

extension JSON {
  var string: String? {
    if case .string(let string) = self { string } else { nil }
  }

  var array: [JSON]? {
    if case .array(let array) = self { array } else { nil }
  }

  /// The member of this name; nil when there is none, or when this is no object.
  subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { haveEqualBytes($0.name, name) }?.value
  }
}
