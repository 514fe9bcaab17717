/// Base64 for URLs, cookies and file names (RFC 4648 section 5), without padding.
public enum Base64URL {
  private static let packing = BitPacking(
    alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", bitsPerLetter: 6)

  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: packing.encode(bytes), as: UTF8.self)
  }

  /// Nil for anything that `encode` does not write: padding, white space, the other alphabet, or bits left
  /// over at the end that are not zero.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    packing.decode(text.utf8)
  }
}

extension Base64URL {
  /// Whether the text has no other characters than base64url's.
  static func isAlphabet(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy(packing.alphabet.contains)
  }
}
