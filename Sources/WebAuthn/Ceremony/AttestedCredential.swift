/// The credential within a registration's authenticator data (WebAuthn Level 3 section 6.5.1).
struct AttestedCredential {
  /// The model of the authenticator; sixteen zeros when it does not say.
  let aaguid: [UInt8]
  let credentialID: [UInt8]
  /// The COSE_Key as it came.
  let publicKey: [UInt8]
  let key: CredentialKey

  init(_ reader: inout ByteReader) throws(WebAuthnFault) {
    guard let aaguid = reader.take(16), let count = reader.number(bytes: 2) else {
      throw .malformed(.authenticatorData)
    }
    guard count <= UInt64(WebAuthnField.rawId.limit) else { throw .tooLarge(.rawId) }
    guard count > 0, let id = reader.take(Int(count)) else { throw .malformed(.authenticatorData) }
    self.aaguid = Array(aaguid)
    credentialID = Array(id)
    let start = reader.position
    let cose: CBOR
    do { cose = try CBORReader.decode(from: &reader) } catch { throw .malformedCBOR(.publicKey, error) }
    publicKey = Array(reader.bytes(since: start))
    key = try CredentialKey(cose: cose)
  }
}
