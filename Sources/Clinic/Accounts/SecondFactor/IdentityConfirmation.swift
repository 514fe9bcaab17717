public import Credentials
public import FoundationEssentials
internal import Postgres

/// What came of somebody's proof that they are at the keyboard.
public enum IdentityConfirmation: Sendable {
  /// They may do what is sensitive for a while.
  case confirmed(NewSession)
  case wrongPassword
  case wrongCode
  /// The account has an authenticator app, and no code came.
  case needsCode
  /// The account's second factor is a passkey, and nothing else will do.
  case needsPasskey
  /// Too many wrong codes in a row: the next is judged after so many seconds; without them, none.
  case waits(seconds: Int?)
}

/// A code that stands for the second factor: of the app, or on paper.
public enum SecondFactorCode: Sendable {
  case app(SixDigitCode)
  case paper(RecoveryCode)
}

extension Clinic {
  /// Proves by everything that signs them in that whoever is signed in is at the keyboard (OWASP ASVS 5.0, 7.5.1). They
  /// count as confirmed for a while, and the session goes on under a new token (7.2.4).
  ///
  /// - Parameter code: asked for from those who have an authenticator app.
  /// - Throws: `Refusal.guessedTooOften`.
  public func confirmIdentity(
    _ password: String, _ code: SecondFactorCode?, by visitor: Visitor
  ) async throws -> IdentityConfirmation {
    try await inLine { try await judge(password, code, visitor) }
  }

  private func judge(
    _ password: String, _ code: SecondFactorCode?, _ visitor: Visitor
  ) async throws -> IdentityConfirmation {
    let (found, guesses, verdict) = try await open(visitor) { records in
      let account = try await records.ask(.ownCredentials)
      let (guesses, verdict) = try await records.charge(.password, account?.email ?? "", of: account?.id)
      return (account, guesses, verdict)
    }
    guard let account = found else { throw Refusal.unauthenticated }
    if let refusal = Refusal(verdict) { throw refusal }
    guard try await verify(password, account) else {
      try await record(.passwordRefused, visitor, entity: account.id.uuid)
      return .wrongPassword
    }
    return try await open(visitor) { records in
      guard let account = try await records.ask(.ownCredentialsLocked) else { throw Refusal.unauthenticated }
      let settled = guesses.settled(at: records.now)
      guard let sealed = account.seed else {
        if account.hasPasskeys {
          try await records.write(settled)
          return .needsPasskey
        }
        return .confirmed(try await records.confirm(account.id, also: settled))
      }
      guard let code else {
        try await records.write(settled)
        return .needsCode
      }
      let (more, verdict) = try await records.charge(.secondFactor, account.id.description, of: account.id)
      if let refusal = Refusal(verdict), case .guessedTooOften(let seconds) = refusal {
        try await records.finish(.secondFactorRefused, of: account.id.uuid, settled)
        return .waits(seconds: seconds)
      }
      guard let used = try await records.use(code, of: account, sealed) else {
        try await records.finish(.secondFactorRefused, of: account.id.uuid, settled)
        return .wrongCode
      }
      return .confirmed(
        try await records.confirm(account.id, also: settled + more.settled(at: records.now) + used))
    }
  }
}

extension TenantRecords {
  /// Seconds for which somebody who has proved themselves may do what is sensitive.
  static let confirmationLifetime: TimeInterval = 10 * 60

  /// Whoever is signed in has just proved themselves: the session goes on under a new token.
  func confirm(_ account: ID<Account>, also statements: [SQL]) async throws -> NewSession {
    let token = clinic.newToken()
    try await finish(
      .identityConfirmed, of: account.uuid,
      statements + [
        """
        UPDATE session SET confirmed_at = \(now), token_hash = \(token.hash)
         WHERE token_hash = \(visitor.tokenHash)
        """
      ])
    return NewSession(token: token.text, stage: .full)
  }

  /// - Throws: `Refusal.unconfirmed`.
  func requireConfirmation() async throws {
    let isConfirmed = try await ask(
      .isConfirmed(visitor.tokenHash, since: now - Self.confirmationLifetime))
    if !isConfirmed { throw Refusal.unconfirmed }
  }

  /// What uses a code up; nil when it is none that is good.
  fileprivate func use(
    _ code: SecondFactorCode, of account: AccountCredentials, _ sealed: [UInt8]
  ) async throws -> [SQL]? {
    switch code {
    case .app(let code):
      let totp = TOTP(secret: try clinic.open(sealed, seedOf: account.id, in: visit.tenant.id))
      return totp.matchingStep(code, at: now, after: account.lastStep).map {
        [.acceptStep($0, of: account.id)]
      }
    case .paper(let code):
      guard let (used, left) = try await use(code, of: account.id) else { return nil }
      return [
        used,
        try post(
          .recoveryCodeUsed, to: account.email, language: account.language, ["left": String(left)]),
        .noting(.recoveryCodeUsed, visitor, entity: account.id.uuid, id: clinic.newID(), at: now),
      ]
    }
  }
}

extension Query<Bool> {
  /// Whether the visitor may do what is sensitive, and will for so many seconds more: long enough to fill in a form.
  public static func isConfirmed(by visitor: Visitor, at now: Date, for seconds: TimeInterval) -> Self {
    isConfirmed(visitor.tokenHash, since: now + seconds - TenantRecords.confirmationLifetime)
  }

  static func isConfirmed(_ tokenHash: [UInt8]?, since: Date) -> Self {
    Query("SELECT FROM session WHERE token_hash = \(tokenHash) AND confirmed_at > \(since)") { !$0.isEmpty }
  }
}
