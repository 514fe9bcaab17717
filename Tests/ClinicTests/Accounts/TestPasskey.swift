import ClinicTesting
import Credentials
import Crypto
import FoundationEssentials
import Testing

@testable import Clinic

/// A browser with one passkey (ES256, no attestation); what it says can be made a lie.
struct TestPasskey {
  let key = P256.Signing.PrivateKey()
  let credentialID: [UInt8]
  var origin = "http://riverside.localhost"
  var relyingParty = "riverside.localhost"
  var signCount: UInt32 = 1
  /// Present and verified; the bit of the attested credential is added where it belongs.
  var flags: UInt8 = 0x05
  /// Whose it is, once it was made.
  var userHandle: [UInt8] = []

  init(credentialID: [UInt8] = RandomSource.system.bytes(16)) {
    self.credentialID = credentialID
  }

  /// The answer to a request for a new passkey.
  mutating func registration(_ request: PasskeyRequest) throws -> PasskeyResponse {
    userHandle = try #require(Base64URL.decode(try Self.member("id", of: request, after: "\"user\":{")))
    let client = try clientData("webauthn.create", request)
    let point = Array(key.publicKey.rawRepresentation)
    // COSE_Key (RFC 9052) of P-256: kty 2, alg -7, crv 1, x, y.
    var cose: [UInt8] = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]
    cose += point[..<32]
    cose += [0x22, 0x58, 0x20]
    cose += point[32...]
    var data = authenticatorData(flags | 0x40)
    data += [UInt8](repeating: 0, count: 16)
    data += [0, UInt8(credentialID.count)]
    data += credentialID
    data += cose
    var attestation: [UInt8] = [0xA3, 0x63] + Array("fmt".utf8)
    attestation += [0x64] + Array("none".utf8)
    attestation += [0x67] + Array("attStmt".utf8)
    attestation += [0xA0, 0x68] + Array("authData".utf8)
    attestation += [0x58, UInt8(data.count)]
    attestation += data
    return response(request, ["clientDataJSON": client, "attestationObject": attestation])
  }

  /// The answer to a request for an assertion. Counts, as authenticators do.
  mutating func assertion(_ request: PasskeyRequest) throws -> PasskeyResponse {
    signCount += 1
    let client = try clientData("webauthn.get", request)
    let data = authenticatorData(flags)
    let signature = try key.signature(for: data + SHA256.hash(data: client)).derRepresentation
    return response(
      request,
      [
        "clientDataJSON": client, "authenticatorData": data, "signature": Array(signature),
        "userHandle": userHandle,
      ])
  }

  private func authenticatorData(_ flags: UInt8) -> [UInt8] {
    let count = (0..<4).reversed().map { UInt8(truncatingIfNeeded: signCount >> (8 * $0)) }
    return Array(SHA256.hash(data: Array(relyingParty.utf8))) + [flags] + count
  }

  private func clientData(_ type: String, _ request: PasskeyRequest) throws -> [UInt8] {
    let challenge = try Self.member("challenge", of: request)
    return Array(
      #"{"type":"\#(type)","challenge":"\#(challenge)","origin":"\#(origin)","crossOrigin":false}"#.utf8)
  }

  private func response(_ request: PasskeyRequest, _ parts: [String: [UInt8]]) -> PasskeyResponse {
    let id = Base64URL.encode(credentialID)
    let members = parts.map { #""\#($0)":"\#(Base64URL.encode($1))""# }.joined(separator: ",")
    return PasskeyResponse(
      json: #"{"id":"\#(id)","rawId":"\#(id)","type":"public-key","response":{\#(members)}}"#,
      terms: request.terms)
  }

  private static func member(_ name: String, of request: PasskeyRequest, after mark: String = "{") throws
    -> String
  {
    let rest = try #require(request.options.firstRange(of: mark).map { request.options[$0.upperBound...] })
    let start = try #require(rest.firstRange(of: "\"\(name)\":\"")).upperBound
    return String(rest[start...].prefix { $0 != "\"" })
  }
}
