internal import Crypto

/// What a signature is put under.
enum Signature {
  /// SHA-256 of texts one after another, each behind its length in bytes, so that no two lists are alike: as hexadecimal digits.
  static func digest(_ texts: [String]) -> String {
    var hash = SHA256()
    for text in texts {
      let bytes = Array(text.utf8)
      hash.update(data: Array("\(bytes.count):".utf8) + bytes)
    }
    return hash.finalize().map { byte in
      let hex = String(byte, radix: 16)
      return byte < 16 ? "0\(hex)" : hex
    }.joined()
  }

  static func digest(
    _ id: ID<Composition>, _ kind: Composition.Kind, _ title: String,
    _ sections: [(code: NoteSection.Code, title: String, text: String)]
  ) -> String {
    digest(
      [id.description, kind.rawValue, title] + sections.flatMap { [$0.code.rawValue, $0.title, $0.text] })
  }

  /// As the audit log has it.
  static func noted(_ digest: String) -> String { "sha256:\(digest)" }
}

extension String {
  /// By which a page tells what was shown in a field.
  public var fingerprint: String { String(Signature.digest([self]).prefix(16)) }
}
