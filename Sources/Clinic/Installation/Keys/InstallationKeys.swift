public import Credentials

/// What an operator's commands need of the keys.
public struct InstallationKeys: Sendable {
  /// The id of the key for what is new.
  public let current: String
  let box: SecretBox
  let hasher: PasswordHasher

  public init(_ ring: KeyRing) {
    current = ring.current
    box = SecretBox(ring)
    hasher = PasswordHasher(pepper: Pepper(ring))
  }

  /// The id of the key under which a value of the column lies; nil for a password without a pepper.
  ///
  /// - Throws: `SecretFault` for what nobody sealed.
  func id(of value: [UInt8], _ column: KeyedColumn) throws -> String? {
    guard column.isPassword else { return try SecretBox.keyID(of: value) }
    guard let hash = PasswordHash(phc: String(decoding: value, as: UTF8.self)) else {
      throw SecretFault.malformed
    }
    return hash.pepperID
  }

  /// The value as it is for whoever has another ring.
  ///
  /// - Throws: `SecretFault`, `PasswordFault`: its key is not in the ring, or it was tampered with.
  func opened(_ value: [UInt8], _ column: KeyedColumn, context: String) throws -> [UInt8] {
    // Of a closed account there is no password.
    guard column.isPassword else { return try box.open(value, context: context) }
    if value.isEmpty { return [] }
    guard let hash = PasswordHash(phc: String(decoding: value, as: UTF8.self)) else {
      throw SecretFault.malformed
    }
    return Array(try hasher.opened(hash).phc.utf8)
  }

  /// What was opened, under the current key.
  func sealed(_ value: [UInt8], _ column: KeyedColumn, context: String) throws -> [UInt8] {
    guard column.isPassword else { return try box.seal(value, context: context) }
    return value.isEmpty ? [] : try resealed(value, column, context: context)
  }

  /// The value under the current key.
  ///
  /// - Throws: `SecretFault`, `PasswordFault`: its key is not in the ring, or it was tampered with.
  func resealed(_ value: [UInt8], _ column: KeyedColumn, context: String) throws -> [UInt8] {
    guard column.isPassword else { return try box.resealed(value, context: context) }
    guard let hash = PasswordHash(phc: String(decoding: value, as: UTF8.self)) else {
      throw SecretFault.malformed
    }
    return Array((try hasher.resealed(hash) ?? hash).phc.utf8)
  }
}
