import Testing
import WebAuthn

@Suite("What a browser sent")
struct ChromiumTests {
  @Test("registers and signs in", arguments: [ChromiumAnswer.edDSA, .es256, .rs256])
  func ceremonies(answer: ChromiumAnswer) throws {
    let terms = try CeremonyTerms.riverside()
    let registration = try RegistrationResponse(json: Array(answer.registration.utf8))
    let passkey = try Registration.verify(registration, expecting: terms, algorithms: [answer.algorithm])
    #expect(passkey.record.transports == [.internal])
    #expect(passkey.record.signCount == 1)
    #expect(passkey.record.isBackupEligible && passkey.isBackedUp && passkey.isUserVerified)
    let response = try AuthenticationResponse(json: Array(answer.authentication.utf8))
    let assertion = try Assertion.verify(
      response, by: passkey.record, of: UserHandle([9, 9]), expecting: terms)
    #expect(assertion.signCount == 2)
    #expect(assertion.isBackedUp && assertion.isUserVerified)
  }
}
