import Crypto
import FoundationEssentials

/// The key of a file, or of all parts of one, that is sealed as a stream: 32 random bytes, which whoever makes the file chooses.
public struct StreamKey: Sendable {
  private let key: SymmetricKey

  /// - Returns: nil for anything but 32 bytes in base64 (RFC 4648 section 4), as `openssl rand -base64 32` prints them.
  public init?(text: some StringProtocol) {
    guard text.utf8.count == 44, let bytes = Data(base64Encoded: String(text)), bytes.count == 32 else {
      return nil
    }
    key = SymmetricKey(data: bytes)
  }

  /// - Returns: nil for anything but 32 bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// A key for one file alone, so that nonces of two files never meet.
  func derived(salt: some Sequence<UInt8>) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: key, salt: Array(salt), info: Array("polyclinic/stream".utf8), outputByteCount: 32)
  }
}

extension StreamKey: CustomStringConvertible, CustomReflectable {
  public var description: String { "StreamKey(...)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
