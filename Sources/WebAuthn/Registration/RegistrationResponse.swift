/// A browser's answer to a ``RegistrationRequest``. Nothing in it is true before ``Registration`` says so.
public struct RegistrationResponse: Hashable, Sendable {
  public let credentialID: [UInt8]
  public let clientDataJSON: [UInt8]
  public let attestationObject: [UInt8]
  public let transports: [Transport]

  /// - Throws: `tooLarge` for what exceeds ``WebAuthnField/limit``.
  public init(
    credentialID: [UInt8], clientDataJSON: [UInt8], attestationObject: [UInt8], transports: [Transport] = []
  ) throws(WebAuthnFault) {
    guard credentialID.count <= WebAuthnField.rawId.limit else { throw .tooLarge(.rawId) }
    guard clientDataJSON.count <= WebAuthnField.clientDataJSON.limit else { throw .tooLarge(.clientDataJSON) }
    guard attestationObject.count <= WebAuthnField.attestationObject.limit else {
      throw .tooLarge(.attestationObject)
    }
    self.credentialID = credentialID
    self.clientDataJSON = clientDataJSON
    self.attestationObject = attestationObject
    self.transports = transports
  }

  /// - Parameter json: a RegistrationResponseJSON: what `credential.toJSON()` gave, as text.
  /// - Throws: what is wrong with its form. Members that are not needed are not looked at.
  public init(json: [UInt8]) throws(WebAuthnFault) {
    let response = try ResponseJSON(json)
    try self.init(
      credentialID: response.credentialID, clientDataJSON: try response.bytes(.clientDataJSON),
      attestationObject: try response.bytes(.attestationObject), transports: try response.transports())
  }
}
