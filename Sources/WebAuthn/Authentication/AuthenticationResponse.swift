/// A browser's answer to an ``AuthenticationRequest``. Its credential id and user handle say which record to
/// load; nothing in it is true before ``Assertion`` says so.
public struct AuthenticationResponse: Hashable, Sendable {
  public let credentialID: [UInt8]
  public let clientDataJSON: [UInt8]
  public let authenticatorData: [UInt8]
  public let signature: [UInt8]
  /// Authenticators leave it out where the request named the passkeys that are allowed.
  public let userHandle: UserHandle?

  /// - Throws: `tooLarge` for what exceeds ``WebAuthnField/limit``.
  public init(
    credentialID: [UInt8], clientDataJSON: [UInt8], authenticatorData: [UInt8], signature: [UInt8],
    userHandle: UserHandle? = nil
  ) throws(WebAuthnFault) {
    guard credentialID.count <= WebAuthnField.rawId.limit else { throw .tooLarge(.rawId) }
    guard clientDataJSON.count <= WebAuthnField.clientDataJSON.limit else { throw .tooLarge(.clientDataJSON) }
    guard authenticatorData.count <= WebAuthnField.authenticatorData.limit else {
      throw .tooLarge(.authenticatorData)
    }
    guard signature.count <= WebAuthnField.signature.limit else { throw .tooLarge(.signature) }
    self.credentialID = credentialID
    self.clientDataJSON = clientDataJSON
    self.authenticatorData = authenticatorData
    self.signature = signature
    self.userHandle = userHandle
  }

  /// - Parameter json: an AuthenticationResponseJSON: what `credential.toJSON()` gave, as text.
  /// - Throws: what is wrong with its form. Members that are not needed are not looked at.
  public init(json: [UInt8]) throws(WebAuthnFault) {
    let response = try ResponseJSON(json)
    let userHandle = try response.bytesIfPresent(.userHandle)
    try self.init(
      credentialID: response.credentialID, clientDataJSON: try response.bytes(.clientDataJSON),
      authenticatorData: try response.bytes(.authenticatorData), signature: try response.bytes(.signature),
      userHandle: userHandle.map { (bytes) throws(WebAuthnFault) in try UserHandle(bytes) })
  }
}
