internal import FoundationEssentials
internal import Postgres
internal import WebAuthn

extension Clinic {
  /// What a browser is asked for on the page of signing in: any passkey that it has of this clinic.
  ///
  /// - Parameter browser: the hash of the token that it has, or is about to be given.
  public func passkeySignIn(at origin: String, browser: [UInt8], _ visit: Visit, _ visitor: Visitor) throws
    -> PasskeyRequest
  {
    try request(.signIn, allowing: [], at: origin, browser: browser, visit, visitor)
  }

  /// Signs in with a passkey and nothing else.
  ///
  /// - Returns: nil when the response is not right.
  public func signIn(
    with response: PasskeyResponse, at origin: String, by visitor: Visitor
  ) async throws -> NewSession? {
    try await open(visitor) { records in
      guard let (passkey, assertion) = try await records.verified(response, .signIn, at: origin),
        let account = try await records.ask(.credentialsLocked(of: passkey.account))
      else {
        try await records.finish(.passkeyRefused, of: nil, [])
        return nil
      }
      let outcome = try await records.completeSignIn(
        of: account, .passkeyAccepted, settling: [], also: [.note(assertion, by: passkey.id, at: records.now)]
      )
      guard case .accepted(let session) = outcome else { return nil }
      return session
    }
  }

  /// What a half-signed-in account may take its second step with; what its passkeys are asked for, if it has any for this host,
  /// or else where it has some.
  public func secondFactors(
    at origin: String, by visitor: Visitor
  ) async throws -> (visit: Visit, hasAuthenticator: Bool, passkey: PasskeyRequest?, elsewhere: String?) {
    let (visit, (account, stored)) = try await ask(visitor, .ownCredentials, .ownStoredPasskeys)
    let usable = stored.usable(at: visitor.host)
    let request =
      usable.isEmpty
      ? nil
      : try request(
        .secondFactor, allowing: usable, at: origin, browser: visitor.tokenHash ?? [], visit, visitor)
    return (visit, account?.seed != nil, request, stored.elsewhere(than: visitor.host))
  }

  /// The second step of signing in, by a passkey of the account.
  public func passSecondFactor(
    with response: PasskeyResponse, at origin: String, by visitor: Visitor
  ) async throws -> CodeOutcome {
    try await open(visitor) { records in
      guard let account = try await records.ask(.ownCredentialsLocked),
        let triesLeft = try await records.ask(.takeTry(of: visitor.tokenHash))
      else { return .ended }
      let allowed = try await records.ask(.ownStoredPasskeys).usable(at: visitor.host)
      guard !allowed.isEmpty,
        let (passkey, assertion) = try await records.verified(response, .secondFactor, at: origin, allowed)
      else {
        try await records.finish(
          .passkeyRefused, of: account.id.uuid, triesLeft == 0 ? [.deleteSession(visitor.tokenHash)] : [])
        return triesLeft == 0 ? .ended : .wrong(triesLeft: triesLeft)
      }
      return try await records.completeSignIn(
        of: account, .passkeyAccepted, settling: [], also: [.note(assertion, by: passkey.id, at: records.now)]
      )
    }
  }

  /// Whose identity is to be proved, and what their passkeys are asked for, if they have any for this host, or else where.
  public func confirmation(
    at origin: String, by visitor: Visitor
  ) async throws -> (
    visit: Visit, owner: PasswordReset.Owner, hasAuthenticator: Bool, passkey: PasskeyRequest?,
    elsewhere: String?
  ) {
    let (visit, (found, stored)) = try await ask(visitor, .ownCredentials, .ownStoredPasskeys)
    guard let account = found else { throw Refusal.unauthenticated }
    let usable = stored.usable(at: visitor.host)
    let request =
      usable.isEmpty
      ? nil
      : try request(
        .confirmation, allowing: usable, at: origin, browser: visitor.tokenHash ?? [], visit, visitor)
    let owner = PasswordReset.Owner(name: account.name, email: account.email)
    return (visit, owner, account.seed != nil, request, stored.elsewhere(than: visitor.host))
  }

  /// Proves by a passkey that whoever is signed in is at the keyboard, as `confirmIdentity` does by the password.
  public func confirmIdentity(
    with response: PasskeyResponse, at origin: String, by visitor: Visitor
  ) async throws -> NewSession? {
    try await open(visitor) { records in
      let account = try records.account.id
      let allowed = try await records.ask(.ownStoredPasskeys).usable(at: visitor.host)
      guard !allowed.isEmpty,
        let (passkey, assertion) = try await records.verified(response, .confirmation, at: origin, allowed)
      else {
        try await records.finish(.passkeyRefused, of: account.uuid, [])
        return nil
      }
      return try await records.confirm(account, also: [.note(assertion, by: passkey.id, at: records.now)])
    }
  }

  private func request(
    _ ceremony: PasskeyCeremony, allowing passkeys: [StoredPasskey], at origin: String, browser: [UInt8],
    _ visit: Visit, _ visitor: Visitor
  ) throws -> PasskeyRequest {
    let terms = terms(for: ceremony, at: visitor.host, browser: browser)
    var request = AuthenticationRequest(
      challenge: try Challenge(terms.challenge), relyingParty: visit.relyingParty(at: origin, visitor))
    request.allowedCredentials = passkeys.map(\.record.descriptor)
    request.userVerification = ceremony.userVerification
    return PasskeyRequest(options: request.json, terms: terms.text)
  }
}

extension TenantRecords {
  /// The passkey that made the response; nil for a response that is not right, or was used before.
  ///
  /// - Parameter allowed: those that the request named. Without them, the passkey has to say whose it is.
  fileprivate func verified(
    _ response: PasskeyResponse, _ ceremony: PasskeyCeremony, at origin: String,
    _ allowed: [StoredPasskey] = []
  ) async throws -> (StoredPasskey, VerifiedAssertion)? {
    guard
      let terms = clinic.terms(response.terms, for: ceremony, at: visitor.host, browser: visitor.tokenHash),
      let answer = try? AuthenticationResponse(json: response.json),
      try await ask(.spend(terms)),
      // The account before its passkey: one order for all who lock both.
      let owner = try await ask(.owner(ofPasskey: answer.credentialID)),
      try await ask(.credentialsLocked(of: owner)) != nil,
      let passkey = try await ask(.passkey(answer.credentialID)).first
    else { return nil }
    do {
      let assertion = try Assertion.verify(
        answer, by: passkey.record, of: passkey.owner,
        expecting: terms.ceremony(ceremony, visit.relyingParty(at: origin, visitor)),
        allowing: allowed.map(\.record.credentialID))
      return (passkey, assertion)
    } catch is WebAuthnFault {
      return nil
    }
  }
}
