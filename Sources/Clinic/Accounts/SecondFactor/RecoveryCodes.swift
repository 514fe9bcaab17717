public import Credentials
public import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Ten new codes for who is signed in; the older ones die. They are shown this once: only their keyed hashes stay.
  ///
  /// - Throws: `Refusal.unconfirmed` when the person has not proved themselves lately.
  public func makeRecoveryCodes(
    language: String, by visitor: Visitor
  ) async throws -> (visit: Visit, codes: [RecoveryCode]) {
    try await open(visitor) { records in
      let account = try records.account
      try await records.requireConfirmation()
      guard let owner = try await records.ask(.owner(of: account.id)) else { throw Refusal.unauthenticated }
      let codes = (0..<10).map { _ in RecoveryCode(from: records.clinic.random) }
      try await records.finish(
        .recoveryCodesMade, of: account.id.uuid,
        [
          "DELETE FROM recovery_code WHERE account_id = \(account.id)",
          """
          INSERT INTO recovery_code (account_id, code_hash)
          SELECT \(account.id), unnest(\(codes.map { records.tag(of: $0, account.id) }))
          """,
          try records.post(.recoveryCodesMade, to: owner.email, language: language, [:]),
        ])
      return (records.visit, codes)
    }
  }

  /// The second step of signing in, by a code on paper. It works once; its owner is told by mail.
  public func passSecondFactor(
    _ code: RecoveryCode, language: String, by visitor: Visitor
  ) async throws -> CodeOutcome {
    try await open(visitor) { records in
      try await records.passSecondFactor(code, language: language)
    }
  }

  /// Proves by their password that whoever is signed in is at the keyboard; they count as confirmed for a while, and the
  /// session goes on under a new token (OWASP ASVS 5.0, 7.2.4).
  ///
  /// - Returns: nil when it is not the password.
  /// - Throws: `Refusal.guessedTooOften`.
  public func confirmIdentity(_ password: String, by visitor: Visitor) async throws -> NewSession? {
    let (found, guesses, verdict) = try await open(visitor) { records in
      let account = try await records.ask(.ownCredentials)
      let (guesses, verdict) = try await records.charge(.password, account?.email ?? "", of: account?.id)
      return (account, guesses, verdict)
    }
    guard let account = found else { throw Refusal.unauthenticated }
    if let refusal = Refusal(verdict) { throw refusal }
    guard try await verify(password, account) else {
      try await record(.passwordRefused, visitor, entity: account.id.uuid)
      return nil
    }
    return try await open(visitor) { records in
      try await records.confirm(account.id, also: guesses.settled(at: records.now))
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

  func tag(of code: RecoveryCode, _ account: ID<Account>) -> String {
    clinic.secrets.recoveryCodes.tag(for: [account.description, code.text])
  }

  func passSecondFactor(_ code: RecoveryCode, language: String) async throws -> CodeOutcome {
    guard let account = try await ask(.ownCredentialsLocked), account.seed != nil,
      let triesLeft = try await ask(.takeTry(of: visitor.tokenHash))
    else { return .ended }
    let (guesses, verdict) = try await charge(.secondFactor, account.id.description, of: account.id)
    if let refusal = Refusal(verdict), case .guessedTooOften(let seconds) = refusal {
      try await finish(.secondFactorRefused, of: account.id.uuid, [])
      return .waits(seconds: seconds)
    }
    let hashes = try await ask(.unusedRecoveryCodes(of: account.id))
    guard
      let hash = hashes.first(where: {
        clinic.secrets.recoveryCodes.isValid($0, for: [account.id.description, code.text])
      })
    else {
      try await finish(
        .secondFactorRefused, of: account.id.uuid, triesLeft == 0 ? [.deleteSession(visitor.tokenHash)] : [])
      return triesLeft == 0 ? .ended : .wrong(triesLeft: triesLeft)
    }
    let used: SQL = """
      UPDATE recovery_code SET used_at = \(now) WHERE account_id = \(account.id) AND code_hash = \(hash)
      """
    let letter = try post(
      .recoveryCodeUsed, to: account.email, language: language, ["left": String(hashes.count - 1)])
    return try await completeSignIn(
      of: account, .recoveryCodeUsed, settling: guesses, also: [used, letter])
  }
}

extension Query<Bool> {
  /// Whether the visitor may do what is sensitive.
  public static func isConfirmed(by visitor: Visitor, at now: Date) -> Self {
    isConfirmed(visitor.tokenHash, since: now - TenantRecords.confirmationLifetime)
  }

  static func isConfirmed(_ tokenHash: [UInt8]?, since: Date) -> Self {
    Query("SELECT FROM session WHERE token_hash = \(tokenHash) AND confirmed_at > \(since)") { !$0.isEmpty }
  }
}

extension Query<[String]> {
  static func unusedRecoveryCodes(of account: ID<Account>) -> Self {
    Query("SELECT code_hash FROM recovery_code WHERE account_id = \(account) AND used_at IS NULL") { row in
      try row.next(String.self)
    }
  }
}

extension Query<Int> {
  /// How many codes on paper the signed-in account has left.
  public static var recoveryCodesLeft: Self {
    Query(
      "SELECT count(*) FROM recovery_code WHERE account_id = (SELECT current_account()) AND used_at IS NULL"
    ) { rows in try rows.decode { row in try row.next(Int.self) }[0] }
  }
}
