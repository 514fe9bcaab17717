import Crypto

/// Keys under which the digests of passwords are sealed (AES-256-GCM) and that are not in the database: a stolen database
/// alone gives nothing to guess against.
///
/// Sealed after hashing rather than mixed in before, so that an operator changes the key without anybody's password
/// (OWASP Password Storage Cheat Sheet, "Post-Hashing Peppers").
public struct Pepper: Sendable {
  let current: String
  private let derived: DerivedKeys

  public init(_ ring: KeyRing) {
    derived = ring.derived(for: "password-pepper")
    current = derived.current
  }

  /// The hash with its digest sealed under the current key, together with its salt and cost: neither can be changed alone.
  func sealed(_ hash: PasswordHash) throws(PasswordFault) -> PasswordHash {
    var sealed = PasswordHash(
      parameters: hash.parameters, pepperID: current, salt: hash.salt, digest: hash.digest)
    do {
      let box = try AES.GCM.seal(
        hash.digest, using: derived.currentKey, authenticating: Array(sealed.heading.utf8))
      sealed.digest = Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
      return sealed
    } catch {
      throw .unknownPepper(current)
    }
  }

  /// The hash as Argon2id gave it.
  ///
  /// - Throws: `unknownPepper` when the key is not in the ring, or is not the one under which this was sealed.
  func opened(_ hash: PasswordHash) throws(PasswordFault) -> PasswordHash {
    guard let id = hash.pepperID else { return hash }
    guard let key = derived.keys[id] else { throw .unknownPepper(id) }
    do {
      let box = try AES.GCM.SealedBox(combined: hash.digest)
      let digest = try AES.GCM.open(box, using: key, authenticating: Array(hash.heading.utf8))
      return PasswordHash(parameters: hash.parameters, pepperID: nil, salt: hash.salt, digest: Array(digest))
    } catch {
      throw .unknownPepper(id)
    }
  }
}
