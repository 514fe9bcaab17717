public import Credentials
internal import FoundationEssentials
internal import Postgres

/// The way back for somebody who has forgotten their password: a link to their address, which replaces the password and
/// nothing else. The second factor is asked for afterwards as ever.
public enum PasswordReset {
  /// Seconds that a link can be used.
  static let lifetime: TimeInterval = 15 * 60
  static let lettersPerHour = 6

  /// Whose password a link replaces: what a new one must not be made of.
  public struct Owner: Sendable {
    public let name: String
    public let email: String
  }
}

extension Clinic {
  /// Mails a link to the address, if it has an account; older links die. Nobody is told whether it has one, and the
  /// answer comes as late either way.
  public func forgotPassword(of email: String, language: String, by visitor: Visitor) async throws {
    try await inEvenTime {
      try await open(visitor) { records in
        try await records.chargeLetter()
        let account = try await records.ask(.account(of: email))
        let token = records.clinic.newToken()
        try await records.finish(
          .passwordForgotten, of: account?.uuid,
          [
            .reset(email, token, expires: records.now + PasswordReset.lifetime),
            try records.post(
              .passwordReset, to: email, language: language, [:], secret: token.text,
              atMost: PasswordReset.lettersPerHour,
              if: "EXISTS (SELECT FROM account WHERE email = \(email) AND disabled_at IS NULL)"),
          ])
      }
    }
  }

  /// Whose link it is; nil once it was used, replaced by a newer one, or is too old.
  public func resetOwner(_ token: Token, by visitor: Visitor) async throws
    -> (visit: Visit, owner: PasswordReset.Owner?)
  {
    let (visit, owner) = try await ask(visitor, .resetOwner(token.hash, at: clock()))
    return (visit, owner)
  }

  /// Replaces the password, ends every session of the account, and tells its owner.
  ///
  /// - Returns: false when the link is good no longer. Of any number of uses at once, one succeeds.
  public func resetPassword(
    _ token: Token, to password: String, language: String, by visitor: Visitor
  ) async throws -> Bool {
    let hash = try await hash(password)
    return try await open(visitor) { records in
      guard let account = try await records.ask(.redeem(token.hash, at: records.now)),
        let owner = try await records.ask(.owner(of: account))
      else { return false }
      let counters = try await records.ask(.knownDevices(of: account)).map {
        records.guess(at: .password, owner.email, on: $0)
      }
      try await records.finish(
        .passwordReset, of: account.uuid,
        [
          .setPasswordHash(hash, of: account),
          .deleteSessions(of: account),
          .revokeCalendarFeeds(of: account, at: records.now),
          .clear(records.guess(at: .password, owner.email)),
          try records.post(.passwordChanged, to: owner.email, language: language, [:]),
        ] + counters.map { .clear($0) })
      return true
    }
  }
}
