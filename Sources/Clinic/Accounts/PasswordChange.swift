internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Replaces the password of whoever is signed in and still knows the old one. Every other session ends, this one goes
  /// on under a new token, and the owner is told by mail.
  ///
  /// - Returns: nil when `current` is not the password.
  /// - Throws: `Refusal.guessedTooOften`: a browser left open is no place to guess at leisure.
  public func changePassword(
    from current: String, to new: String, language: String, by visitor: Visitor
  ) async throws -> NewSession? {
    try await inLine { try await changePassword(from: current, to: new, language, visitor) }
  }

  private func changePassword(
    from current: String, to new: String, _ language: String, _ visitor: Visitor
  ) async throws -> NewSession? {
    let (found, guesses, verdict) = try await open(visitor) { records in
      let account = try await records.ask(.ownCredentials)
      let (guesses, verdict) = try await records.charge(.password, account?.email ?? "", of: account?.id)
      return (account, guesses, verdict)
    }
    guard let account = found else { throw Refusal.unauthenticated }
    if let refusal = Refusal(verdict) { throw refusal }
    guard try await verify(current, account) else {
      try await record(.passwordRefused, visitor, entity: account.id.uuid)
      return nil
    }
    let hash = try await hash(new)
    return try await open(visitor) { records in
      guard let now = try await records.ask(.ownCredentialsLocked),
        try records.clinic.areOfOnePassword(now.passwordHash, account.passwordHash)
      else { return nil }
      let token = records.clinic.newToken()
      try await records.finish(
        .passwordChanged, of: account.id.uuid,
        guesses.settled(at: records.now) + [
          .setPasswordHash(hash, of: account.id),
          .deleteSessions(of: account.id, but: visitor.tokenHash),
          .rotate(visitor.tokenHash, to: token),
          .deleteResets(of: account.id),
          try records.post(.passwordChanged, to: account.email, language: language, [:]),
        ])
      return NewSession(token: token.text, stage: .full)
    }
  }

  /// Whose password is to be changed: what a new one must not be made of.
  public func passwordOwner(by visitor: Visitor) async throws -> (visit: Visit, owner: PasswordReset.Owner) {
    let (visit, found) = try await ask(visitor, .ownCredentials)
    guard let account = found else { throw Refusal.unauthenticated }
    return (visit, PasswordReset.Owner(name: account.name, email: account.email))
  }
}
