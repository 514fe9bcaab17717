public import Credentials
internal import FoundationEssentials

/// The key that signs the heads of the audit log, and those whose signatures are believed.
///
/// It comes from outside of the database, so that nobody who can write there can sign what they wrote.
public struct AuditKeys: Sendable {
  let signing: SigningKey
  private let believed: [String: VerifyingKey]

  /// - Parameter retired: the public halves of earlier keys. Their private ones can be destroyed.
  public init(_ signing: SigningKey, retired: [VerifyingKey] = []) {
    self.signing = signing
    var believed = Dictionary(retired.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    believed[signing.id] = signing.verifyingKey
    self.believed = believed
  }

  /// The public half of the key that signs, as the settings take it: `id:base64`.
  public var publicKey: String { Self.text(signing.verifyingKey) }

  /// The public half of a key that is believed, as the settings take it.
  func publicKey(of id: String) -> String? { believed[id].map(Self.text) }

  private static func text(_ key: VerifyingKey) -> String {
    "\(key.id):\(Data(key.bytes).base64EncodedString())"
  }

  /// What is wrong with a seal's signature; nil where nothing is.
  func fault(in seal: AuditSeal) -> AuditFinding.Fault? {
    guard let key = believed[seal.head.keyID] else { return .unknownKey(seal.head.keyID) }
    return key.isValid(seal.signature, for: Array(seal.head.text.utf8)) ? nil : .signature
  }
}
