public import Credentials
internal import FoundationEssentials
internal import Postgres

/// The authenticator app of whoever is signed in: set up later, replaced, or removed where that is allowed.
extension Clinic {
  /// Whether the account has one, and whether it has passkeys.
  public func authenticator(
    by visitor: Visitor
  ) async throws -> (visit: Visit, hasAuthenticator: Bool, hasPasskeys: Bool) {
    let (visit, account) = try await ask(visitor, .ownCredentials)
    return (visit, account?.seed != nil, account?.hasPasskeys ?? false)
  }

  /// Makes a new seed, which this browser alone is shown; the older one works until a code of the new is accepted.
  ///
  /// - Throws: `Refusal.unconfirmed`.
  public func beginAuthenticator(by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      let seed = try records.newSeed(for: records.account.id)
      try await records.write([
        "UPDATE session SET totp_pending = \(seed) WHERE token_hash = \(visitor.tokenHash)"
      ])
    }
  }

  /// Takes the new authenticator into use with its first code. Every other session ends.
  ///
  /// - Throws: `Refusal.unconfirmed`.
  public func setAuthenticator(_ code: SixDigitCode, by visitor: Visitor) async throws -> CodeOutcome {
    try await open(visitor) { records in
      try await records.setAuthenticator(code)
    }
  }

  /// Takes the authenticator away, where the clinic's rules leave it to the person. Codes on paper go with it, unless
  /// passkeys are left.
  ///
  /// - Throws: `Refusal.unconfirmed`; `Refusal.conflict(.factorRequired)` where a second factor is required.
  public func removeAuthenticator(by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let signedIn = try records.account
      guard records.visit.rules.isSecondFactorOptional(for: signedIn.role) else {
        throw Refusal.conflict(.factorRequired)
      }
      try await records.requireConfirmation()
      let account = signedIn.id
      guard try await records.ask(.ownCredentialsLocked)?.seed != nil else { return }
      try await records.finish(
        .secondFactorRemoved, of: account.uuid,
        [
          .removeSeed(of: account),
          """
          DELETE FROM recovery_code WHERE account_id = \(account)
             AND NOT EXISTS (SELECT FROM passkey WHERE account_id = \(account))
          """,
          .deleteSessions(of: account, but: visitor.tokenHash),
          try records.tell(.authenticatorRemoved, to: account),
        ])
    }
  }

  /// Signs in without a second factor, where the clinic's rules leave it to the person.
  ///
  /// - Throws: `Refusal.conflict(.factorRequired)` where one is required.
  public func postponeSecondFactor(by visitor: Visitor) async throws -> CodeOutcome {
    try await open(visitor) { records in
      guard let account = try await records.ask(.ownCredentialsLocked) else { return .ended }
      guard records.visit.rules.isSecondFactorOptional(for: account.role), account.seed == nil,
        !account.hasPasskeys
      else {
        throw Refusal.conflict(.factorRequired)
      }
      return try await records.completeSignIn(of: account, .secondFactorPostponed, settling: [], also: [])
    }
  }
}

extension TenantRecords {
  fileprivate func setAuthenticator(_ code: SixDigitCode) async throws -> CodeOutcome {
    try await requireConfirmation()
    guard let account = try await ask(.ownCredentialsLocked),
      let sealed = try await ask(.pendingSeed(of: visitor.tokenHash))
    else { return .ended }
    let (guesses, verdict) = try await charge(.secondFactor, account.id.description, of: account.id)
    if let refusal = Refusal(verdict), case .guessedTooOften(let seconds) = refusal {
      try await finish(.secondFactorRefused, of: account.id.uuid, [])
      return .waits(seconds: seconds)
    }
    let totp = TOTP(secret: try clinic.open(sealed, seedOf: account.id, in: visit.tenant.id))
    guard let step = totp.matchingStep(code, at: now) else {
      try await finish(.secondFactorRefused, of: account.id.uuid, [])
      return .wrong(triesLeft: 1)
    }
    let token = clinic.newToken()
    try await finish(
      account.seed == nil ? .secondFactorEnrolled : .secondFactorReplaced, of: account.id.uuid,
      guesses.settled(at: now) + [
        .enrol(sealed, of: account.id, step: step),
        .deleteSessions(of: account.id, but: visitor.tokenHash),
        .rotate(visitor.tokenHash, to: token),
        try tell(account.seed == nil ? .authenticatorAdded : .authenticatorReplaced, to: account.id),
      ])
    return .accepted(NewSession(token: token.text, stage: .full))
  }
}
