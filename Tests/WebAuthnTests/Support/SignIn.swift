@testable import WebAuthn

/// Somebody signs in with a passkey that was registered before.
struct SignIn {
  var authenticator: SoftwareAuthenticator
  var record: PasskeyRecord
  var userHandle: UserHandle?
  let owner: UserHandle

  /// - Parameter prepare: what the authenticator is like when the passkey is registered.
  init(
    _ algorithm: PublicKeyAlgorithm = .es256, prepare: (inout SoftwareAuthenticator) -> Void = { _ in }
  ) throws {
    authenticator = try SoftwareAuthenticator(algorithm)
    prepare(&authenticator)
    record = try Registration.verify(authenticator.registration(), expecting: .riverside()).record
    owner = try UserHandle([7])
    userHandle = owner
  }

  func response() throws -> AuthenticationResponse { try authenticator.assertion(userHandle: userHandle) }

  func verify(
    _ response: AuthenticationResponse? = nil, expecting terms: CeremonyTerms? = nil,
    allowing allowed: [[UInt8]] = []
  ) throws -> VerifiedAssertion {
    try Assertion.verify(
      response ?? self.response(), by: record, of: owner, expecting: terms ?? .riverside(), allowing: allowed)
  }
}
