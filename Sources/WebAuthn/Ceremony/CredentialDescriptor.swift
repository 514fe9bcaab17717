/// Points to a passkey in a request (WebAuthn Level 3 section 5.8.3).
public struct CredentialDescriptor: Hashable, Sendable {
  public let credentialID: [UInt8]
  public let transports: [Transport]

  public init(credentialID: [UInt8], transports: [Transport] = []) {
    self.credentialID = credentialID
    self.transports = transports
  }

  var json: JSON {
    .object([
      "type": .string("public-key"), "id": .base64URL(credentialID),
      "transports": transports.isEmpty ? nil : .array(transports.map { .string($0.rawValue) }),
    ])
  }
}

extension JSON {
  static func base64URL(_ bytes: [UInt8]) -> JSON { .string(Base64URL.encode(bytes)) }

  static func milliseconds(_ duration: Duration) -> JSON {
    let (seconds, attoseconds) = duration.components
    return .integer(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }
}
