import CArgon2

/// RFC 9106, by the reference implementation.
enum Argon2id {
  /// Blocks for as long as the parameters demand: milliseconds of one core.
  static func digest(
    of password: [UInt8], salt: [UInt8], size: Int, _ parameters: Argon2Parameters
  ) throws(PasswordFault) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: size)
    let code = argon2id_hash_raw(
      parameters.passes, parameters.memoryKiB, parameters.lanes, password, password.count, salt, salt.count,
      &digest, size)
    guard code == ARGON2_OK.rawValue else { throw .argon2(code: code) }
    return digest
  }
}
