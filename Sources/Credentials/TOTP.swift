import Crypto
public import FoundationEssentials

/// Time-based one-time passwords (RFC 6238) as every authenticator app makes them: SHA-1, six digits, a new
/// one each 30 seconds. SHA-1 is sound in HMAC, and apps silently ignore a wish for anything else.
public struct TOTP: Sendable {
  /// Shared with the person's app; to be stored in a `SecretBox` only.
  public let secret: [UInt8]

  /// Seconds for which a code holds.
  public static let period: Int64 = 30

  public init(secret: [UInt8]) {
    self.secret = secret
  }

  /// 160 bits, as RFC 4226 section 4 (R6) recommends.
  public init(from random: RandomSource) {
    self.init(secret: random.bytes(20))
  }

  /// The step to which this code belongs, or nil if it is wrong, too old, or used before.
  ///
  /// Store the step that comes back and hand it in as `lastStep`: that is what makes a code work once. Every
  /// step of the window is computed and compared in constant time.
  /// - Parameters:
  ///   - window: steps allowed either side of now, for clocks that differ and for slow fingers.
  ///   - lastStep: the last step accepted for this secret; it and those before are refused.
  public func matchingStep(
    _ code: SixDigitCode, at now: Date, window: Int = 1, after lastStep: Int64? = nil
  ) -> Int64? {
    let step = TOTP.step(at: now)
    var match: Int64?
    for candidate in (step - Int64(window))...(step + Int64(window)) {
      let isEqual = equalInConstantTime(Array(self.code(at: candidate).utf8), Array(code.text.utf8))
      if isEqual, candidate > lastStep ?? .min { match = candidate }
    }
    return match
  }

  public func code(at now: Date) -> String {
    code(at: TOTP.step(at: now))
  }

  /// `otpauth://totp/...` for an app to scan. Source: "Key Uri Format" of Google Authenticator's wiki.
  public func uri(issuer: String, account: String) -> String {
    let (issuer, account) = (percentEncoded(issuer), percentEncoded(account))
    return "otpauth://totp/\(issuer):\(account)?secret=\(Base32.encode(secret))&issuer=\(issuer)"
      + "&algorithm=SHA1&digits=6&period=\(TOTP.period)"
  }
}

extension TOTP {
  static func step(at now: Date) -> Int64 {
    let seconds = now.timeIntervalSince1970
    // Bounded, so that no date can overflow the window's arithmetic.
    return seconds.isNaN ? 0 : Int64(min(max(seconds, 0), 1e15)) / period
  }

  /// RFC 4226 section 5.3.
  func code(at step: Int64, digits: Int = 6) -> String {
    let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
    let hash = Array(
      HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
    let start = Int(hash[hash.count - 1] & 0xF)
    let word = hash[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let modulus = (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 }
    let text = String(word % modulus)
    return String(repeating: "0", count: digits - text.count) + text
  }

  /// All but RFC 3986's unreserved characters, so neither a colon nor an ampersand can end a part early.
  private func percentEncoded(_ text: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.append(byte)
      default:
        encoded += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 0xF)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}

extension TOTP: CustomStringConvertible, CustomReflectable {
  public var description: String { "TOTP(...)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
