import Testing

@testable import WebAuthn

@Suite("An assertion")
struct AssertionTests {
  @Test("proves possession of the passkey", arguments: PublicKeyAlgorithm.allCases)
  func proof(algorithm: PublicKeyAlgorithm) throws {
    let sign = try SignIn(algorithm)
    let assertion = try sign.verify()
    #expect(assertion == VerifiedAssertion(signCount: 0, isBackedUp: false, isUserVerified: true))
  }

  @Test("says what became of the passkey")
  func facts() throws {
    var sign = try SignIn { $0.flags.insert(.backupEligible) }
    sign.authenticator.flags.insert(.backedUp)
    sign.authenticator.signCount = 7
    #expect(try sign.verify() == VerifiedAssertion(signCount: 7, isBackedUp: true, isUserVerified: true))
    sign.authenticator.flags = [.userPresent, .backupEligible]
    #expect(
      try sign.verify(expecting: .riverside(.preferred))
        == VerifiedAssertion(signCount: 7, isBackedUp: false, isUserVerified: false))
  }

  @Test("by another key is refused", arguments: PublicKeyAlgorithm.allCases)
  func otherKey(algorithm: PublicKeyAlgorithm) throws {
    var sign = try SignIn(algorithm)
    sign.authenticator.key = try SigningKey(algorithm == .es256 ? .edDSA : .es256)
    expect(.badSignature, sign)
  }

  @Test("with any bit of its signature the other way round is refused")
  func flippedSignature() throws {
    let sign = try SignIn(.edDSA)
    let good = try sign.response()
    for bit in 0..<good.signature.count * 8 {
      let bad = try AuthenticationResponse(
        credentialID: good.credentialID, clientDataJSON: good.clientDataJSON,
        authenticatorData: good.authenticatorData, signature: good.signature.flippingBit(bit),
        userHandle: good.userHandle)
      #expect(throws: WebAuthnFault.badSignature) { try sign.verify(bad) }
    }
  }

  @Test("signs the authenticator data and the client data")
  func signedParts() throws {
    let sign = try SignIn()
    var other = sign
    other.authenticator.browser.more = ""
    other.authenticator.signCount = 1
    let (good, changed) = (try sign.response(), try other.response())
    for (clientData, data) in [
      (changed.clientDataJSON, good.authenticatorData), (good.clientDataJSON, changed.authenticatorData),
    ] {
      let mixed = try AuthenticationResponse(
        credentialID: good.credentialID, clientDataJSON: clientData, authenticatorData: data,
        signature: good.signature, userHandle: good.userHandle)
      #expect(throws: WebAuthnFault.badSignature) { try sign.verify(mixed) }
    }
  }

  @Test("belongs to our domain, and needs a person who is verified where that was required")
  func flags() throws {
    let sign = try SignIn()
    expect(.wrongRelyingParty, sign) { $0.relyingPartyID = "hilltop.example" }
    expect(.userNotPresent, sign) { $0.flags = [.userVerified] }
    expect(.userNotVerified, sign) { $0.flags = [.userPresent] }
    expect(.backedUpButNotEligible, sign) { $0.flags.insert(.backedUp) }
  }

  @Test("is refused when the passkey can be backed up and could not before, or the other way round")
  func backupEligibility() throws {
    expect(.backupEligibilityChanged, try SignIn()) { $0.flags.insert(.backupEligible) }
    let eligible = try SignIn { $0.flags.insert(.backupEligible) }
    expect(.backupEligibilityChanged, eligible) { $0.flags.remove(.backupEligible) }
  }

  @Test(
    "has a count that rises, or none",
    arguments: [
      (0, 0, true), (0, 1, true), (1, 2, true), (5, .max, true), (1, 1, false), (2, 1, false), (1, 0, false),
      (.max, .max, false), (.max, 0, false),
    ] as [(UInt32, UInt32, Bool)])
  func counter(old: UInt32, new: UInt32, isGood: Bool) throws {
    var sign = try SignIn { $0.signCount = old }
    sign.authenticator.signCount = new
    if isGood {
      #expect(try sign.verify().signCount == new)
    } else {
      expect(.counterWentBackwards, sign)
    }
  }

  @Test("does not tell of a copied passkey when the signature is wrong")
  func counterLast() throws {
    var sign = try SignIn { $0.signCount = 5 }
    sign.authenticator.key = try SigningKey(.es256)
    expect(.badSignature, sign)
  }

  @Test("has no credential, and nothing behind its data")
  func form() throws {
    let sign = try SignIn()
    expect(.malformed(.authenticatorData), sign) { $0.trailing = [0] }
    expect(.malformed(.authenticatorData), sign) {
      $0.trailing = $0.attestedCredential
      $0.flags.insert(.attestedCredential)
    }
    expect(.malformed(.authenticatorData), sign) { $0.extensions = CBOR.map([:]).encoded }
    #expect(throws: Never.self) {
      var extended = sign
      extended.authenticator.flags.insert(.extensions)
      extended.authenticator.extensions = CBOR.map(["uvm": .array([1])]).encoded
      _ = try extended.verify()
    }
  }

  @Test("with its authenticator data cut short is refused, at every place")
  func cutShort() throws {
    let data = try SignIn().response().authenticatorData
    for count in data.indices {
      #expect(throws: WebAuthnFault.malformed(.authenticatorData)) {
        try AuthenticatorData(Array(data[..<count]))
      }
    }
  }

  @Test("is refused for a record whose key is damaged")
  func damagedRecord() throws {
    var sign = try SignIn()
    sign.record = PasskeyRecord(
      credentialID: sign.record.credentialID, publicKey: [0xA0], signCount: 0, isBackupEligible: false)
    expect(.malformedKey, sign)
  }

  private func expect(
    _ fault: WebAuthnFault, _ sign: SignIn, when change: (inout SoftwareAuthenticator) -> Void = { _ in }
  ) {
    var sign = sign
    change(&sign.authenticator)
    #expect(throws: fault) { try sign.verify() }
  }
}
