internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// The first step: e-mail address and password. The second factor, or its enrolment, comes next.
  ///
  /// - Returns: `nil` when address and password don't fit; it takes as long either way.
  public func signIn(email: String, password: String, by visitor: Visitor) async throws -> NewSession? {
    let (_, found) = try await ask(visitor, .credentials(of: email))
    guard let account = found else {
      try await pretendToVerify(password)
      try await record(.passwordRefused, visitor)
      return nil
    }
    guard try await verify(password, account.passwordHash) else {
      try await record(.passwordRefused, visitor, entity: account.id.uuid)
      return nil
    }
    return try await open(visitor) { records in
      try await records.beginSession(of: account)
    }
  }

  /// Ends this browser's session, if there is one.
  public func signOut(by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.finish(
        .signedOut, of: records.visit.account?.id.uuid, [.deleteSession(records.visitor.tokenHash)])
    }
  }
}

extension TenantRecords {
  /// A new token at every step: one that an attacker planted before is worth nothing after it.
  func beginSession(of account: AccountCredentials) async throws -> NewSession {
    let stage = account.seed == nil ? Session.Stage.enrolling : .secondFactor
    let token = clinic.newToken()
    try await finish(
      .passwordAccepted, of: account.id.uuid,
      [
        .deleteSession(visitor.tokenHash),
        .insertSession(
          token, of: account.id, account.role, stage: stage,
          pending: stage == .enrolling ? try newSeed(for: account.id) : nil, at: now),
      ])
    return NewSession(token: token.text, stage: stage)
  }
}
