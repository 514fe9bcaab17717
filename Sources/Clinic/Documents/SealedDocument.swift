public import Credentials
public import ObjectStore

/// A document as it is stored, made without a server: for demo data.
public struct SealedDocument: Sendable {
  /// For `document_reference.content_key`.
  public let key: [UInt8]
  public let objects: [(key: ObjectKey, bytes: [UInt8])]

  public init(
    _ bytes: [UInt8], _ document: ID<DocumentReference>, of tenant: ID<Tenant>, keys: KeyRing,
    random: RandomSource
  ) throws {
    let key = try DocumentKey.new(tenant, document, SecretBox(keys), random)
    let layout = DocumentLayout(tenant: tenant, document: document, size: bytes.count)
    self.key = key.sealed
    objects = try (0..<layout.parts).map { part in
      let start = part * DocumentLayout.partLength
      return (
        try layout.key(of: part),
        try DocumentVault.sealed(
          bytes[start..<start + layout.length(of: part)], layout.context(of: part), key.stream, random)
      )
    }
  }
}
