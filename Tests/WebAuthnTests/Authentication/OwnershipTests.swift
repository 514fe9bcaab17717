import Testing

@testable import WebAuthn

@Suite("Whose passkey it is")
struct OwnershipTests {
  @Test("is the record's")
  func otherCredential() throws {
    let sign = try SignIn()
    var other = sign
    other.authenticator.credentialID = [9]
    #expect(throws: WebAuthnFault.wrongCredential) { try sign.verify(other.response()) }
  }

  @Test("is one of those that were allowed")
  func allowed() throws {
    let sign = try SignIn()
    #expect(throws: Never.self) { try sign.verify(allowing: [[1], sign.record.credentialID]) }
    #expect(throws: WebAuthnFault.wrongCredential) { try sign.verify(allowing: [[1], [2]]) }
  }

  @Test("must be said where nobody was known before")
  func discovered() throws {
    var sign = try SignIn()
    sign.userHandle = nil
    #expect(throws: WebAuthnFault.wrongUser) { try sign.verify() }
  }

  @Test("may be left out where the passkeys were named")
  func named() throws {
    var sign = try SignIn()
    sign.userHandle = nil
    #expect(throws: Never.self) { try sign.verify(allowing: [sign.record.credentialID]) }
  }

  @Test("is nobody else's, whether the passkeys were named or not")
  func otherUser() throws {
    var sign = try SignIn()
    sign.userHandle = try UserHandle([8])
    #expect(throws: WebAuthnFault.wrongUser) { try sign.verify() }
    #expect(throws: WebAuthnFault.wrongUser) { try sign.verify(allowing: [sign.record.credentialID]) }
  }
}
