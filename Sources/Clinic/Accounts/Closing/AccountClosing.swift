internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Closes the account of whoever is signed in, for good. Every way in is erased, and the address is free for another
  /// sign-up. The patient's record stays, and the log of who did what: the clinic has to keep them.
  ///
  /// - Throws: `Refusal.unconfirmed`; `Refusal.conflict(.lastAdministrator)` for the clinic's only administrator.
  public func closeAccount(by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      try await records.closeAccount()
    }
  }
}

extension TenantRecords {
  func closeAccount() async throws {
    let account = try account
    if account.role == .admin { try await keepAnAdministrator(besides: account.id) }
    guard let own = try await ask(.ownAccountLocked) else { throw Refusal.unauthenticated }
    try await finish(
      .accountClosed, of: account.id.uuid,
      [
        try tell(.accountClosed, to: account.id),
        .close(account.id, at: now),
        .deleteSessions(of: account.id),
        .deleteCalendarFeeds(of: account.id),
        "DELETE FROM unsent_form WHERE account_id = \(account.id)",
        "DELETE FROM communication_draft WHERE account_id = \(account.id)",
        "DELETE FROM care_team_participant WHERE account_id = \(account.id)",
        "DELETE FROM known_device WHERE account_id = \(account.id)",
        "DELETE FROM passkey WHERE account_id = \(account.id)",
        "DELETE FROM recovery_code WHERE account_id = \(account.id)",
        "DELETE FROM saved_view WHERE account_id = \(account.id) AND NOT shared",
        .deleteResets(of: account.id),
        .withdrawInvitations(by: account.id, at: now),
        .endDelegates(of: account.id, at: now),
        .withdrawFamilyInvitations(by: account.id, at: now),
        .unlinkPractitioner(of: account.id),
        .deleteAddressChange(of: account.id),
        .clear(guess(at: .password, own.email)),
        .clear(guess(at: .secondFactor, account.id.description)),
      ])
  }
}

extension Query<Bool> {
  /// Whether whoever is signed in is the clinic's only administrator.
  public static var isLastAdmin: Self {
    Query(
      """
      SELECT FROM account AS own
       WHERE id = (SELECT current_account()) AND role = \(Role.admin.rawValue)
         AND NOT EXISTS (SELECT FROM account AS other
                          WHERE other.role = own.role AND other.disabled_at IS NULL AND other.id <> own.id)
      """
    ) { !$0.isEmpty }
  }
}

extension SQL {
  /// No form takes an address in `invalid`, which RFC 2606 keeps for nobody.
  static func close(_ account: ID<Account>, at now: Date) -> SQL {
    """
    UPDATE account
       SET email = 'closed-' || id || '@invalid', password_hash = '', totp_seed = NULL, totp_pending = NULL,
           totp_last_step = 0, time_zone = NULL, channels = DEFAULT, disabled_at = \(now), closed_at = \(now)
     WHERE id = \(account)
    """
  }
}
