public import Clinic
public import Credentials
internal import FoundationEssentials
internal import Postgres

extension TestClinic {
  public func tenant(of account: DemoAccount) -> TestTenant {
    account.tenant == "hilltop" ? hilltop : riverside
  }

  /// A session for as long as it takes, without the two steps of signing in.
  ///
  /// - Throws: `UnknownName` for an account that is not of the cast.
  public func session(of account: DemoAccount, stage: Session.Stage = .full) async throws -> Token {
    let tenant = tenant(of: account)
    guard let id = tenant.accounts[account] else { throw UnknownName(name: account.name) }
    let token = Token(from: random)
    let (now, later) = (clock.now, clock.now + 365 * 86_400)
    _ = try await database.asOwner(
      of: tenant.id.uuid,
      [
        """
        INSERT INTO session (token_hash, account_id, stage, created_at, seen_at, confirmed_at, idle_until, expires_at)
        VALUES (\(token.hash), \(id.uuid), \(stage.rawValue), \(now), \(now), \(now), \(later), \(later))
        """
      ])
    return token
  }

  /// Somebody at the door of the account's clinic.
  public func visitor(
    _ account: DemoAccount, to purpose: Purpose, access: Access = .signedIn
  ) async throws -> Visitor {
    visitor(try await session(of: account), at: tenant(of: account), to: purpose, access: access)
  }

  /// Somebody with or without a session, at any door: also one that is not theirs.
  public func visitor(
    _ token: Token?, at tenant: TestTenant, to purpose: Purpose, access: Access
  ) -> Visitor {
    Visitor(
      host: tenant.host, tokenHash: token?.hash, access: access, purpose: purpose,
      requestID: "\(ids.next(at: clock.now))")
  }
}

public struct UnknownName: Error {
  let name: String
}
