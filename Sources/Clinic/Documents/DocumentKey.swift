internal import Credentials

/// The key under which the bytes of one document lie: random, and itself sealed under the installation's keys, bound to the
/// document's row.
struct DocumentKey: Sendable {
  let stream: StreamKey
  /// As the database has it.
  let sealed: [UInt8]

  static func context(_ tenant: ID<Tenant>, _ document: String) -> String {
    "\(tenant)/document_reference/content_key/\(document)"
  }

  static func new(
    _ tenant: ID<Tenant>, _ document: ID<DocumentReference>, _ box: SecretBox, _ random: RandomSource
  ) throws -> DocumentKey {
    try new(context: context(tenant, "\(document)"), box, random)
  }

  /// - Parameter context: where the sealed key is at home.
  static func new(context: String, _ box: SecretBox, _ random: RandomSource) throws -> DocumentKey {
    let bytes = random.bytes(32)
    let sealed = try box.seal(bytes, context: context)
    guard let stream = StreamKey(bytes) else { throw SecretFault.malformed }
    return DocumentKey(stream: stream, sealed: sealed)
  }

  init(stream: StreamKey, sealed: [UInt8]) {
    self.stream = stream
    self.sealed = sealed
  }

  /// - Throws: `SecretFault`, for a key of another document, of another clinic or of keys that are gone.
  init(_ sealed: [UInt8], _ tenant: ID<Tenant>, _ document: ID<DocumentReference>, _ box: SecretBox) throws {
    try self.init(sealed, context: Self.context(tenant, "\(document)"), box)
  }

  init(_ sealed: [UInt8], context: String, _ box: SecretBox) throws {
    let bytes = try box.open(sealed, context: context)
    guard let stream = StreamKey(bytes) else { throw SecretFault.malformed }
    (self.stream, self.sealed) = (stream, sealed)
  }
}
