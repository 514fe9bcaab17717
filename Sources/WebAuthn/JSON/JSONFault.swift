/// Why bytes are not JSON (RFC 8259) as it is read here.
public enum JSONFault: Error, Hashable {
  case notUTF8
  case cutShort
  /// A character that the grammar does not allow where it stands.
  case unexpectedCharacter
  /// An escape that RFC 8259 section 7 does not have, or half of a surrogate pair.
  case invalidEscape
  /// Two members of one name: readers differ about which of them counts.
  case duplicateName
  /// More than eight arrays and objects within each other.
  case tooDeep
  case tooManyValues
}
