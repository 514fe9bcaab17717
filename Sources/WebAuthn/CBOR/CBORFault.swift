/// Why bytes are not CBOR in CTAP2's canonical form (CTAP 2.1 section 8).
public enum CBORFault: Error, Hashable {
  /// They end within an item.
  case cutShort
  /// Something follows the item.
  case trailingBytes
  /// A head with additional information 28 to 30 (RFC 8949 section 3), or a break without a beginning.
  case malformedHead
  case indefiniteLength
  /// A number or a length written with more bytes than it needs.
  case notShortest
  case textNotUTF8
  /// A map's keys are not in rising order, or one comes twice.
  case keysNotSorted
  /// A map's key that is neither an integer nor a text.
  case unsupportedKey
  /// A float, a tag, or a simple value other than false, true and null.
  case unsupportedItem
  /// More than four arrays and maps within each other.
  case tooDeep
  case tooManyItems
}
