import Crypto

/// What the browser says about the ceremony (CollectedClientData, WebAuthn Level 3 section 5.8.1).
struct ClientData: Hashable {
  enum Kind: String {
    case create = "webauthn.create"
    case get = "webauthn.get"
  }

  let type: String
  let challenge: String
  let origin: String
  let isCrossOrigin: Bool
  /// What is signed of it.
  let hash: [UInt8]

  /// Members that are not known are left alone: more may come, and browsers add one at random so that
  /// nobody forgets it.
  init(json bytes: [UInt8]) throws(WebAuthnFault) {
    let json: JSON
    do { json = try JSONReader.decode(ClientData.withoutByteOrderMark(bytes)) } catch {
      throw .malformedJSON(.clientDataJSON, error)
    }
    guard
      let type = json["type"]?.string, let challenge = json["challenge"]?.string,
      let origin = json["origin"]?.string
    else { throw .malformed(.clientDataJSON) }
    self.type = type
    self.challenge = challenge
    self.origin = origin
    isCrossOrigin = try ClientData.isCrossOrigin(json)
    hash = Array(SHA256.hash(data: bytes))
  }

  /// Steps of sections 7.1 and 7.2: type, challenge, origin, and that no page of another origin had a hand
  /// in it. Our pages stand in nobody's frame.
  func verify(_ kind: Kind, _ terms: CeremonyTerms) throws(WebAuthnFault) {
    guard haveEqualBytes(type, kind.rawValue) else { throw .wrongType }
    guard haveEqualBytes(challenge, Base64URL.encode(terms.challenge.bytes)) else { throw .wrongChallenge }
    guard terms.relyingParty.origins.contains(where: { haveEqualBytes($0, origin) }) else {
      throw .wrongOrigin
    }
    guard !isCrossOrigin else { throw .crossOrigin }
  }

  private static func isCrossOrigin(_ json: JSON) throws(WebAuthnFault) -> Bool {
    if json["topOrigin"] != nil { return true }
    switch json["crossOrigin"] {
    case .bool(let isCrossOrigin): return isCrossOrigin
    case nil: return false
    default: throw .malformed(.clientDataJSON)
    }
  }

  /// "UTF-8 decode" of the Encoding Standard, which section 7.1 names, takes the mark away.
  private static func withoutByteOrderMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }
}
