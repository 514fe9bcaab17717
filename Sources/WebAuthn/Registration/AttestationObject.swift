/// Authenticator data of a registration, and what vouches for it (WebAuthn Level 3 section 6.5.4).
struct AttestationObject {
  let format: String
  let statement: [CBOR: CBOR]
  let authenticatorData: AuthenticatorData

  init(_ bytes: [UInt8]) throws(WebAuthnFault) {
    let object: CBOR
    do { object = try CBORReader.decode(bytes) } catch { throw .malformedCBOR(.attestationObject, error) }
    guard
      let members = object.map, members.count == 3, let format = members["fmt"]?.text,
      let statement = members["attStmt"]?.map, let data = members["authData"]?.bytes
    else { throw .malformed(.attestationObject) }
    self.format = format
    self.statement = statement
    authenticatorData = try AuthenticatorData(data)
  }
}
