internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// The first step: e-mail address and password. The second factor, or its enrolment, comes next.
  ///
  /// - Returns: `nil` when address and password don't fit; it takes as long either way.
  /// - Throws: `Refusal.guessedTooOften`, `Refusal.limited` when more passwords are being checked than can be.
  public func signIn(email: String, password: String, by visitor: Visitor) async throws -> NewSession? {
    try await inLine { try await judge(email, password, visitor) }
  }

  private func judge(_ email: String, _ password: String, _ visitor: Visitor) async throws -> NewSession? {
    let (account, guesses) = try await admit(to: email, visitor)
    let isRight: Bool
    do {
      isRight = try await verify(password, account)
    } catch {
      // Nothing was judged, so nobody guessed.
      try await open(visitor) { records in
        try await records.write(guesses.map { .refund($0, at: records.now) })
      }
      throw error
    }
    guard isRight, let account else {
      try await record(.passwordRefused, visitor, entity: account?.id.uuid)
      return nil
    }
    let renewed = try await rehashed(password, account)
    return try await open(visitor) { records in
      try await records.beginSession(of: account, settling: guesses, renewed)
    }
  }

  /// Who has the address, and what the guess is charged to. Committed before the password is looked at.
  private func admit(to email: String, _ visitor: Visitor) async throws -> (AccountCredentials?, [Guess]) {
    let (account, guesses, verdict) = try await open(visitor) { records in
      let account = try await records.ask(.credentials(of: email))
      let (guesses, verdict) = try await records.charge(.password, email, of: account?.id)
      return (account, guesses, verdict)
    }
    if let refusal = Refusal(verdict) {
      try await record(.passwordRefused, visitor, entity: account?.id.uuid)
      throw refusal
    }
    return (account, guesses)
  }

  /// Ends this browser's session, if there is one.
  public func signOut(by visitor: Visitor) async throws {
    try await open(visitor) { records in
      guard let account = records.visit.account else { return }
      try await records.finish(
        .signedOut, of: account.id.uuid, [.deleteSession(records.visitor.tokenHash)])
    }
  }
}

extension TenantRecords {
  /// A new token at every step: one that an attacker planted before is worth nothing after it.
  ///
  /// - Parameters:
  ///   - account: as it was when the password was looked at; nothing begins if it has another one now. Its row is locked:
  ///     whoever ends its sessions at this moment finds the one that begins here.
  ///   - renewed: a hash of the same password under today's parameters and pepper.
  func beginSession(
    of account: AccountCredentials, settling guesses: [Guess], _ renewed: String?
  ) async throws -> NewSession? {
    guard
      let account = try await ask(.credentialsLocked(of: account.id)).flatMap({ now in
        try clinic.areOfOnePassword(now.passwordHash, account.passwordHash) ? now : nil
      })
    else { return nil }
    let renewal: [SQL] = renewed.map { [.setPasswordHash($0, of: account.id)] } ?? []
    let stage = stage(after: account)
    if stage == .full {
      let outcome = try await completeSignIn(of: account, .passwordAccepted, settling: guesses, also: renewal)
      guard case .accepted(let session) = outcome else { return nil }
      return session
    }
    let token = clinic.newToken()
    try await finish(
      .passwordAccepted, of: account.id.uuid,
      guesses.settled(at: now) + [
        .deleteSession(visitor.tokenHash),
        insertSession(
          token, of: account.id, account.role, stage: stage,
          pending: stage == .enrolling ? try newSeed(for: account.id) : nil),
      ] + renewal)
    return NewSession(token: token.text, stage: stage)
  }

  /// What comes after the right password.
  private func stage(after account: AccountCredentials) -> Session.Stage {
    if account.seed != nil || account.hasPasskeys { return .secondFactor }
    return visit.rules.isSecondFactorOptional(for: account.role) ? .full : .enrolling
  }
}

extension Refusal {
  /// Nil for a guess that is judged.
  init?(_ verdict: GuessVerdict) {
    switch verdict {
    case .judged: return nil
    case .waits(let seconds): self = .guessedTooOften(seconds: seconds)
    case .locked: self = .guessedTooOften(seconds: nil)
    }
  }
}
