internal import Crypto
public import FoundationEssentials

/// Proof that a message comes from who knows a secret, and when it was made: HMAC-SHA256 (RFC 2104) over the time, a dot and the
/// body, as `t=1772434800,v1=<64 hex digits>`. A message that is taken down on its way can't be sent again later.
public enum WebhookSignature {
  /// Seconds by which the clocks may differ, either way.
  public static let tolerance = 300

  public static func make(_ body: [UInt8], at now: Date, secret: [UInt8]) -> String {
    let time = String(Int(now.timeIntervalSince1970))
    let digits = code(body, time, secret).flatMap { byte in
      [byte >> 4, byte & 15].map { Character(String($0, radix: 16)) }
    }
    return "t=\(time),v1=\(String(digits))"
  }

  /// Compared in constant time.
  ///
  /// - Throws: `PaymentFault.forged`, `.stale`.
  public static func check(
    _ signature: String, of body: [UInt8], secret: [UInt8], now: Date
  ) throws(PaymentFault) {
    let parts = signature.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].hasPrefix("t="), parts[1].hasPrefix("v1="),
      let given = bytes(ofHex: parts[1].dropFirst(3)), let time = Int(parts[0].dropFirst(2)),
      HMAC<SHA256>.isValidAuthenticationCode(
        given, authenticating: message(body, String(parts[0].dropFirst(2))), using: SymmetricKey(data: secret)
      )
    else { throw .forged }
    let now = Int(now.timeIntervalSince1970.rounded(.down))
    guard (now - tolerance...now + tolerance).contains(time) else { throw .stale }
  }

  private static func code(_ body: [UInt8], _ time: String, _ secret: [UInt8]) -> [UInt8] {
    Array(
      HMAC<SHA256>.authenticationCode(for: message(body, time), using: SymmetricKey(data: secret)))
  }

  private static func message(_ body: [UInt8], _ time: String) -> [UInt8] { Array("\(time).".utf8) + body }

  private static func bytes(ofHex digits: Substring) -> [UInt8]? {
    let values = digits.utf8.map { Int8(Character(Unicode.Scalar($0)).hexDigitValue ?? -1) }
    guard values.count == 64, values.allSatisfy({ $0 >= 0 }) else { return nil }
    return stride(from: 0, to: 64, by: 2).map { UInt8(values[$0]) << 4 | UInt8(values[$0 + 1]) }
  }
}
