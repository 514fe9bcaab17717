@testable import WebAuthn

/// Both do the same with what the browser says.
enum Ceremony: CaseIterable {
  case registration
  case assertion

  var otherType: String { self == .registration ? "webauthn.get" : "webauthn.create" }

  func run(_ change: (inout Browser) -> Void) throws {
    var authenticator = try SoftwareAuthenticator(.edDSA)
    let record = PasskeyRecord(
      credentialID: authenticator.credentialID, publicKey: CBOR.map(authenticator.cose).encoded, signCount: 0,
      isBackupEligible: false)
    change(&authenticator.browser)
    switch self {
    case .registration:
      _ = try Registration.verify(authenticator.registration(), expecting: .riverside())
    case .assertion:
      let owner = try UserHandle([7])
      _ = try Assertion.verify(
        authenticator.assertion(userHandle: owner), by: record, of: owner, expecting: .riverside())
    }
  }
}
