internal import FoundationEssentials
internal import Postgres

/// What an administrator does to somebody else's account. Each is told to its owner by mail, and ends their sessions;
/// each asks the administrator for proof of identity.
extension Clinic {
  /// Takes away every second factor: for somebody who has lost theirs. They set up a new one with their next sign-in.
  /// That it is really them who asks is for the administrator to find out (OWASP ASVS 5.0, 6.4.4).
  public func resetFactors(of account: ID<Account>, by visitor: Visitor) async throws {
    try await administer(account, .factorsReset, by: visitor) { records, _ in
      [
        .removeSeed(of: account),
        .clear(records.guess(at: .secondFactor, account.description)),
        "DELETE FROM passkey WHERE account_id = \(account)",
        "DELETE FROM recovery_code WHERE account_id = \(account)",
        "DELETE FROM known_device WHERE account_id = \(account)",
        try records.tell(.factorsReset, to: account),
      ]
    }
  }

  /// Shuts the account: nobody gets in until it is opened again. What belongs to it stays.
  ///
  /// - Throws: `Refusal.conflict(.lastAdministrator)`.
  public func disable(_ account: ID<Account>, by visitor: Visitor) async throws {
    try await administer(account, .accountDisabled, by: visitor) { records, summary in
      if summary.isDisabled { return nil }
      try await records.keepAnAdministrator(besides: account)
      return [
        "UPDATE account SET disabled_at = coalesce(disabled_at, \(records.now)) WHERE id = \(account)",
        .deleteResets(of: account), .withdrawInvitations(by: account, at: records.now),
        try records.tell(.accountDisabled, to: account),
      ]
    }
  }

  public func enable(_ account: ID<Account>, by visitor: Visitor) async throws {
    try await administer(account, .accountEnabled, by: visitor) { records, summary in
      !summary.isDisabled
        ? nil
        : [
          "UPDATE account SET disabled_at = NULL WHERE id = \(account)",
          try records.tell(.accountEnabled, to: account),
        ]
    }
  }

  /// Gives the account another role. Its owner signs in anew, and the new role's limits hold.
  ///
  /// - Throws: `Refusal.conflict(.lastAdministrator)`.
  ///
  /// - Parameter practitioner: the doctor whose schedule the account shows from now on; for that role alone.
  public func setRole(
    _ role: Role, practitioner: ID<Practitioner>? = nil, of account: ID<Account>, by visitor: Visitor
  ) async throws {
    try await administer(account, .roleChanged, { "\($0.role.rawValue) → \(role.rawValue)" }, by: visitor) {
      records, summary in
      guard summary.role != role || practitioner != nil else { return nil }
      if role == .patient, try await !records.ask(.hasPatient(account)) {
        throw Refusal.conflict(.noPatientRecord)
      }
      if role != .admin { try await records.keepAnAdministrator(besides: account) }
      return [
        "UPDATE account SET role = \(role.rawValue) WHERE id = \(account)",
        .withdrawInvitations(by: account, at: records.now),
        .unlinkPractitioner(of: account),
        try records.tell(.roleChanged, to: account),
      ] + (role == .practitioner ? practitioner.map { [.link($0, to: account)] } ?? [] : [])
    }
  }

  public func endSessions(of account: ID<Account>, by visitor: Visitor) async throws {
    try await administer(account, .sessionEnded, by: visitor) { _, _ in [] }
  }

  /// Signs everybody out but the asking browser: after a break-in, say.
  ///
  /// - Throws: `Refusal.unconfirmed`.
  public func endEverySession(by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      try await records.finish(
        .everybodySignedOut, of: records.visit.tenant.id.uuid,
        ["DELETE FROM session WHERE token_hash <> \(visitor.tokenHash)"])
    }
  }

  /// - Parameter work: what is to be written beside; nil when nothing is to be done.
  /// - Throws: `Refusal.conflict(.ownAccount)` when it is the administrator's own: nobody raises themselves, and nobody
  ///   shuts themselves out.
  private func administer(
    _ account: ID<Account>, _ act: Act, _ detail: @Sendable (AccountSummary) -> String = { _ in "" },
    by visitor: Visitor,
    _ work: @Sendable (borrowing TenantRecords, AccountSummary) async throws -> [SQL]?
  ) async throws {
    try await open(visitor) { records in
      guard try records.account.id != account else { throw Refusal.conflict(.ownAccount) }
      try await records.requireConfirmation()
      guard let summary = try await records.ask(.account(account, at: records.now)) else {
        throw Refusal.unknown
      }
      guard let statements = try await work(records, summary) else { return }
      try await records.finish(
        act, of: account.uuid,
        statements + [
          .deleteSessions(of: account), .revokeCalendarFeeds(of: account, at: records.now),
        ], detail: detail(summary))
    }
  }
}

extension TenantRecords {
  /// Somebody has to be left who can let others in. Locks all administrators: of two who go at once, the second is
  /// counted after the first has gone.
  ///
  /// - Throws: `Refusal.conflict(.lastAdministrator)`.
  func keepAnAdministrator(besides account: ID<Account>) async throws {
    let administrators = try await ask(Query.administrators)
    if administrators == [account] { throw Refusal.conflict(.lastAdministrator) }
  }
}

extension Query<[ID<Account>]> {
  /// Those who can get in, in one order for all who lock them.
  static var administrators: Self {
    Query("SELECT id FROM account WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE") {
      rows in
      try rows.decode { row in try row.next() }
    }
  }
}
