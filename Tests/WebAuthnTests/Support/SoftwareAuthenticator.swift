import Crypto

@testable import WebAuthn

/// An authenticator without a device; every part of what it states can be made a lie.
struct SoftwareAuthenticator {
  enum Attestation {
    case none
    case packedSelf
    case custom(format: String, statement: [CBOR: CBOR])
  }

  var key: SigningKey
  var cose: [CBOR: CBOR]
  var credentialID: [UInt8] = Array(1...16)
  var relyingPartyID = "riverside.example"
  var flags: AuthenticatorFlags = [.userPresent, .userVerified]
  var signCount: UInt32 = 0
  var aaguid = [UInt8](repeating: 0, count: 16)
  /// Encoded; the flag is another matter.
  var extensions: [UInt8] = []
  var trailing: [UInt8] = []
  var attestation = Attestation.none
  var browser = Browser()

  init(_ algorithm: PublicKeyAlgorithm = .es256) throws {
    key = try SigningKey(algorithm)
    cose = try key.cose()
  }

  func registration() throws -> RegistrationResponse {
    let clientData = browser.clientData("webauthn.create")
    let data = authenticatorData(with: flags.union(.attestedCredential), credential: attestedCredential)
    return try RegistrationResponse(
      credentialID: credentialID, clientDataJSON: clientData,
      attestationObject: try attestationObject(data, clientData).encoded, transports: [.hybrid, .internal])
  }

  func assertion(userHandle: UserHandle? = nil) throws -> AuthenticationResponse {
    let clientData = browser.clientData("webauthn.get")
    let data = authenticatorData(with: flags)
    return try AuthenticationResponse(
      credentialID: credentialID, clientDataJSON: clientData, authenticatorData: data,
      signature: try key.signature(for: data + SHA256.hash(data: clientData)), userHandle: userHandle)
  }

  func authenticatorData(with flags: AuthenticatorFlags, credential: [UInt8] = []) -> [UInt8] {
    let count = (0..<4).reversed().map { UInt8(truncatingIfNeeded: signCount >> (8 * $0)) }
    return Array(SHA256.hash(data: Array(relyingPartyID.utf8))) + [flags.rawValue] + count + credential
      + extensions + trailing
  }

  var attestedCredential: [UInt8] {
    let size = [UInt8(credentialID.count >> 8), UInt8(credentialID.count & 0xFF)]
    return aaguid + size + credentialID + CBOR.map(cose).encoded
  }

  private func attestationObject(_ data: [UInt8], _ clientData: [UInt8]) throws -> CBOR {
    let (format, statement): (String, [CBOR: CBOR]) =
      switch attestation {
      case .none: ("none", [:])
      case .packedSelf:
        (
          "packed",
          [
            "alg": .integer(Int64(key.algorithm.rawValue)),
            "sig": .bytes(try key.signature(for: data + SHA256.hash(data: clientData))),
          ]
        )
      case .custom(let format, let statement): (format, statement)
      }
    return .map(["fmt": .text(format), "attStmt": .map(statement), "authData": .bytes(data)])
  }
}
