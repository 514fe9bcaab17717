import Crypto

/// The application's secret keys by id. What is new is made under the current key; the others still open and
/// verify what was made under them, until it has been made again.
///
/// A ring's keys are never used as they are: each purpose derives its own (HKDF, RFC 5869), so that nothing
/// made for one purpose is valid for another.
public struct KeyRing: Sendable {
  public let current: String
  private let currentKey: SymmetricKey
  private let keys: [String: SymmetricKey]
  /// Of keys that nobody can have drawn at random, as fewer than 16 of their 32 bytes differ.
  public let guessable: [String]

  /// - Parameters:
  ///   - keys: 32 random bytes each. An id is 1 to 32 of the characters `A-Z a-z 0-9 _ -`.
  ///   - current: the id of the key to use for what is new.
  public init(keys: [String: [UInt8]], current: String) throws(KeyRingFault) {
    for (id, key) in keys {
      guard KeyRing.isIdentifier(id) else { throw .invalidIdentifier(id) }
      guard key.count == 32 else { throw .wrongSize(id: id, bytes: key.count) }
    }
    guard let currentKey = keys[current] else { throw .noCurrentKey(current) }
    self.current = current
    self.currentKey = SymmetricKey(data: currentKey)
    self.keys = keys.mapValues { SymmetricKey(data: $0) }
    guessable = keys.filter { Set($0.value).count < 16 }.keys.sorted()
  }

  /// In order.
  public var ids: [String] { keys.keys.sorted() }

  /// Every key as it is for this purpose.
  func derived(for purpose: String) -> DerivedKeys {
    func derive(_ key: SymmetricKey) -> SymmetricKey {
      HKDF<SHA256>.deriveKey(
        inputKeyMaterial: key, info: Array("polyclinic/\(purpose)".utf8), outputByteCount: 32)
    }
    return DerivedKeys(current: current, currentKey: derive(currentKey), keys: keys.mapValues(derive))
  }

  static func isIdentifier(_ id: some StringProtocol) -> Bool {
    (1...32).contains(id.utf8.count) && Base64URL.isAlphabet(id)
  }
}

struct DerivedKeys: Sendable {
  let current: String
  let currentKey: SymmetricKey
  /// The current one among them.
  let keys: [String: SymmetricKey]
}

public enum KeyRingFault: Error, Hashable {
  case invalidIdentifier(String)
  case wrongSize(id: String, bytes: Int)
  case noCurrentKey(String)
}

extension KeyRingFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidIdentifier(let id):
      "key id \(id.debugDescription) is not 1 to 32 characters of A-Z, a-z, 0-9, _ and -"
    case .wrongSize(let id, let bytes): "key \(id) has \(bytes) bytes, not 32"
    case .noCurrentKey(let id): "there is no key \(id.debugDescription) to use as the current one"
    }
  }
}

extension KeyRing: CustomStringConvertible, CustomReflectable {
  public var description: String {
    "KeyRing(\(keys.keys.sorted().joined(separator: ", ")), current: \(current))"
  }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
