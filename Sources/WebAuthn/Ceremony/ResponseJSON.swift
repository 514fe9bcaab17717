/// What RegistrationResponseJSON and AuthenticationResponseJSON have in common: the result of a
/// PublicKeyCredential's `toJSON()`.
struct ResponseJSON {
  let credentialID: [UInt8]
  private let response: JSON

  init(_ bytes: [UInt8]) throws(WebAuthnFault) {
    guard bytes.count <= WebAuthnField.response.limit else { throw .tooLarge(.response) }
    let json: JSON
    do { json = try JSONReader.decode(bytes) } catch { throw .malformedJSON(.response, error) }
    guard let type = json["type"]?.string else { throw .malformed(.type) }
    guard haveEqualBytes(type, "public-key") else { throw .notPublicKey }
    credentialID = try json.bytes(.rawId)
    guard try json.bytes(.id) == credentialID else { throw .idsDiffer }
    guard let response = json["response"], case .object = response else { throw .malformed(.response) }
    self.response = response
  }

  func bytes(_ field: WebAuthnField) throws(WebAuthnFault) -> [UInt8] { try response.bytes(field) }

  /// Nil where the member is missing or null.
  func bytesIfPresent(_ field: WebAuthnField) throws(WebAuthnFault) -> [UInt8]? {
    switch response[field.rawValue] {
    case nil, .null: nil
    default: try response.bytes(field)
    }
  }

  /// Empty where the member is missing, as in browsers that have no `toJSON()` and are helped by a script.
  func transports() throws(WebAuthnFault) -> [Transport] {
    guard let value = response[WebAuthnField.transports.rawValue] else { return [] }
    guard let tokens = value.array else { throw .malformed(.transports) }
    guard tokens.count <= WebAuthnField.transports.limit else { throw .tooLarge(.transports) }
    let texts = tokens.compactMap(\.string)
    guard texts.count == tokens.count else { throw .malformed(.transports) }
    return Transport.known(among: texts)
  }
}

extension JSON {
  /// The member of the field's name, decoded from base64url.
  fileprivate func bytes(_ field: WebAuthnField) throws(WebAuthnFault) -> [UInt8] {
    guard let text = self[field.rawValue]?.string, let bytes = Base64URL.decode(text) else {
      throw .malformed(field)
    }
    return bytes
  }
}
