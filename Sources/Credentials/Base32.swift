/// Base32 (RFC 4648 section 6), which authenticator apps use for their secrets.
public enum Base32 {
  private static let packing = BitPacking(alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", bitsPerLetter: 5)

  /// - Parameter padded: fills up with `=` to a multiple of eight letters; the key URI of authenticator apps
  ///   wants none.
  public static func encode(_ bytes: some Sequence<UInt8>, padded: Bool = false) -> String {
    var letters = packing.encode(bytes)
    while padded, !letters.count.isMultiple(of: 8) { letters.append(UInt8(ascii: "=")) }
    return String(decoding: letters, as: UTF8.self)
  }

  /// Capital letters, with full padding or with none; nil for anything else.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var letters = Array(text.utf8)
    if letters.last == UInt8(ascii: "=") {
      guard letters.count.isMultiple(of: 8) else { return nil }
      let length = letters.firstIndex(of: UInt8(ascii: "=")) ?? letters.count
      guard letters.count - length < 8 else { return nil }
      guard letters[length...].allSatisfy({ $0 == UInt8(ascii: "=") }) else { return nil }
      letters.removeSubrange(length...)
    }
    return packing.decode(letters)
  }
}
