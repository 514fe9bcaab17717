public import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Ten new codes for who is signed in; the older ones die. They are shown this once: only their hashes stay.
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
          SELECT \(account.id), unnest(\(codes.map(\.hash)))
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
}

extension TenantRecords {
  func passSecondFactor(_ code: RecoveryCode, language: String) async throws -> CodeOutcome {
    guard let account = try await ask(.ownCredentialsLocked), account.seed != nil || account.hasPasskeys,
      let triesLeft = try await ask(.takeTry(of: visitor.tokenHash))
    else { return .ended }
    let (guesses, verdict) = try await charge(.secondFactor, account.id.description, of: account.id)
    if let refusal = Refusal(verdict), case .guessedTooOften(let seconds) = refusal {
      try await finish(.secondFactorRefused, of: account.id.uuid, [])
      return .waits(seconds: seconds)
    }
    guard let (used, left) = try await use(code, of: account.id) else {
      try await finish(
        .secondFactorRefused, of: account.id.uuid, triesLeft == 0 ? [.deleteSession(visitor.tokenHash)] : [])
      return triesLeft == 0 ? .ended : .wrong(triesLeft: triesLeft)
    }
    let letter = try post(
      .recoveryCodeUsed, to: account.email, language: language, ["left": String(left)])
    return try await completeSignIn(
      of: account, .recoveryCodeUsed, settling: guesses, also: [used, letter])
  }

  /// What uses a code up, and how many are left then; nil for one that is not among the unused. The account's row is to
  /// be locked.
  func use(_ code: RecoveryCode, of account: ID<Account>) async throws -> (SQL, left: Int)? {
    let hashes = try await ask(.unusedRecoveryCodes(of: account))
    guard hashes.contains(code.hash) else { return nil }
    return (
      "UPDATE recovery_code SET used_at = \(now) WHERE account_id = \(account) AND code_hash = \(code.hash)",
      hashes.count - 1
    )
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
