import Testing
import WebAuthn

@Suite("A request for an assertion")
struct AuthenticationRequestTests {
  @Test("is written as PublicKeyCredentialRequestOptionsJSON")
  func json() throws {
    let terms = try CeremonyTerms.riverside()
    var request = AuthenticationRequest(challenge: terms.challenge, relyingParty: terms.relyingParty)
    #expect(
      request.json == """
        {"challenge":"AAECAwQFBgcICQoLDA0ODw","timeout":300000,"rpId":"riverside.example",\
        "allowCredentials":[],"userVerification":"required"}
        """)
    let record = PasskeyRecord(
      credentialID: [1, 2, 3], publicKey: [], signCount: 0, isBackupEligible: false, transports: [.usb])
    request.allowedCredentials = [record.descriptor]
    request.userVerification = .preferred
    request.timeout = .seconds(60)
    #expect(
      request.json == """
        {"challenge":"AAECAwQFBgcICQoLDA0ODw","timeout":60000,"rpId":"riverside.example",\
        "allowCredentials":[{"type":"public-key","id":"AQID","transports":["usb"]}],\
        "userVerification":"preferred"}
        """)
  }
}
