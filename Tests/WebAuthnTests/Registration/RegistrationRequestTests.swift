import Testing
import WebAuthn

@Suite("A request for a registration")
struct RegistrationRequestTests {
  @Test("is written as PublicKeyCredentialCreationOptionsJSON")
  func json() throws {
    var request = try request()
    request.excludedCredentials = [
      CredentialDescriptor(credentialID: [1, 2, 3], transports: [.internal, .smartCard]),
      CredentialDescriptor(credentialID: [4]),
    ]
    request.userVerification = .preferred
    request.timeout = .milliseconds(120_500)
    #expect(
      request.json == """
        {"rp":{"id":"riverside.example","name":"Riverside"},\
        "user":{"id":"CQk","name":"paul@example.org","displayName":"Paul Petit"},\
        "challenge":"AAECAwQFBgcICQoLDA0ODw",\
        "pubKeyCredParams":[{"type":"public-key","alg":-8},{"type":"public-key","alg":-7},\
        {"type":"public-key","alg":-257}],"timeout":120500,\
        "excludeCredentials":[{"type":"public-key","id":"AQID","transports":["internal","smart-card"]},\
        {"type":"public-key","id":"BA"}],\
        "authenticatorSelection":{"residentKey":"required","requireResidentKey":true,\
        "userVerification":"preferred"},"attestation":"none"}
        """)
  }

  @Test("wants the user verified and waits five minutes unless told otherwise")
  func defaults() throws {
    let json = try request().json
    #expect(json.contains(#""userVerification":"required""#))
    #expect(json.contains(#""timeout":300000"#))
    #expect(json.contains(#""excludeCredentials":[]"#))
  }

  @Test("may stand in a page, whatever people call themselves")
  func names() throws {
    let user = RegistrationRequest.User(
      handle: try UserHandle([9]), name: "</script>", displayName: "<b onclick='x'>&amp;")
    let json = try request(user: user).json
    #expect(!json.contains { "<>&'".contains($0) })
  }

  @Test("has a challenge of 16 to 64 bytes", arguments: [(15, false), (16, true), (64, true), (65, false)])
  func challenges(size: Int, isGood: Bool) {
    let bytes = [UInt8](repeating: 7, count: size)
    #expect((try? Challenge(bytes).bytes) == (isGood ? bytes : nil))
    if !isGood { #expect(throws: WebAuthnFault.unacceptableChallenge) { try Challenge(bytes) } }
  }

  @Test("has a user handle of 1 to 64 bytes")
  func userHandles() throws {
    #expect(throws: WebAuthnFault.malformed(.userHandle)) { try UserHandle([]) }
    #expect(try UserHandle([1]).bytes == [1])
    #expect(try UserHandle([UInt8](repeating: 1, count: 64)).bytes.count == 64)
    #expect(throws: WebAuthnFault.tooLarge(.userHandle)) { try UserHandle([UInt8](repeating: 1, count: 65)) }
  }

  private func request(user: RegistrationRequest.User? = nil) throws -> RegistrationRequest {
    let paul = RegistrationRequest.User(
      handle: try UserHandle([9, 9]), name: "paul@example.org", displayName: "Paul Petit")
    let terms = try CeremonyTerms.riverside()
    return RegistrationRequest(
      challenge: terms.challenge, relyingParty: terms.relyingParty, user: user ?? paul)
  }
}
