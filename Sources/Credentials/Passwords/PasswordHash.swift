import FoundationEssentials

/// A password's Argon2id hash as it is stored, in the PHC string format:
/// `$argon2id$v=19$m=19456,t=2,p=1,keyid=...$salt$hash`.
public struct PasswordHash: Hashable, Sendable {
  public let parameters: Argon2Parameters
  /// The key of the pepper under which the digest is sealed; nil for none.
  public let pepperID: String?
  let salt: [UInt8]
  /// As Argon2id gave it, or sealed: nonce (12 bytes), ciphertext, tag (16 bytes).
  var digest: [UInt8]
}

extension PasswordHash {
  /// Reads what `phc` wrote. Nil for another algorithm or version, and for a cost past
  /// `Argon2Parameters.ceiling`: a tampered row must not be able to tie up the machine.
  public init?(phc text: some StringProtocol) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard text.utf8.count <= 512, parts.count == 6,
      parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19",
      let salt = PasswordHash.unpadded(parts[4]), (8...64).contains(salt.count),
      let digest = PasswordHash.unpadded(parts[5]), (16...64).contains(digest.count)
    else { return nil }

    var values: [Substring] = []
    let fields = parts[3].split(separator: ",", omittingEmptySubsequences: false)
    let names = ["m=", "t=", "p=", "keyid="]
    guard (3...4).contains(fields.count) else { return nil }
    for (field, name) in zip(fields, names) {
      guard field.hasPrefix(name) else { return nil }
      values.append(Substring(field.dropFirst(name.count)))
    }
    guard let memory = UInt32(values[0]), let passes = UInt32(values[1]), let lanes = UInt32(values[2]) else {
      return nil
    }
    parameters = Argon2Parameters(memoryKiB: memory, passes: passes, lanes: lanes)
    guard parameters.isAcceptable else { return nil }
    if values.count == 4 {
      guard let id = PasswordHash.unpadded(values[3]) else { return nil }
      pepperID = String(decoding: id, as: UTF8.self)
    } else {
      pepperID = nil
    }
    self.salt = salt
    self.digest = digest
  }

  /// For storage.
  public var phc: String { "\(heading)$\(PasswordHash.unpadded(digest))" }

  /// All of it but the digest.
  var heading: String {
    var fields = "m=\(parameters.memoryKiB),t=\(parameters.passes),p=\(parameters.lanes)"
    if let pepperID { fields += PasswordHash.mark(pepperID: pepperID) }
    return "$argon2id$v=19$\(fields)$\(PasswordHash.unpadded(salt))"
  }

  static func mark(pepperID: String) -> String { ",keyid=\(unpadded(Array(pepperID.utf8)))" }

  /// The PHC format has base64 of the ordinary alphabet, without padding.
  private static func unpadded(_ bytes: [UInt8]) -> String {
    String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
  }

  private static func unpadded(_ text: some StringProtocol) -> [UInt8]? {
    guard !text.contains("=") else { return nil }
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: String(text) + padding).map { Array($0) }
  }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
  public var description: String { "PasswordHash(...)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
