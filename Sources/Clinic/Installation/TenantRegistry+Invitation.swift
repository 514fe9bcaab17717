public import Credentials
public import FoundationEssentials
internal import Postgres

/// What became of the invitation of a clinic's first administrator.
public enum FirstInvitation: Hashable, Sendable {
  /// Its letter lies in the outbox now.
  case sent
  /// An earlier one could be used no more: there is a new letter.
  case sentAgain(lapsed: Date)
  /// It was sent before, and can still be used; no other letter is written.
  case waiting(until: Date)
  /// The address has an account there, or its invitation was withdrawn. No letter is written.
  case settled
}

extension TenantRegistry {
  /// Whom an invitation is for.
  public typealias Person = (email: String, givenName: String, familyName: String)

  /// Invites somebody to be an administrator of a clinic: one more when all have lost their way in, or where letters are not
  /// sent. An earlier invitation of the address dies.
  ///
  /// - Returns: the token of the link, for the operator to hand over. No letter is sent.
  /// - Throws: `TenantFault.unknown`, `.addressTaken`.
  public func inviteAdministrator(_ person: Person, to slug: String, at now: Date = Date()) async throws
    -> Token
  {
    let email = person.email.lowercased()
    let token = Token(from: .system)
    try await within(slug) { database in
      guard try await database.query("SELECT FROM account WHERE email = \(email)").isEmpty else {
        throw TenantFault.addressTaken(email)
      }
      _ = try await database.query(
        """
        UPDATE invitation SET withdrawn_at = \(now)
         WHERE email = \(email) AND accepted_at IS NULL AND withdrawn_at IS NULL
        """)
      _ = try await database.query(.insert(person, ID(UUIDv7().next(at: now)), token, at: now))
    }
    return token
  }

  /// Within the transaction that makes the clinic, so that there is never one without the other.
  func inviteFirst(
    _ person: Person, to tenant: ID<Tenant>, in database: PostgresConnection, at now: Date
  ) async throws -> FirstInvitation {
    let email = person.email.lowercased()
    let token = Token(from: .system)
    _ = try await database.query("SELECT enter_tenant(\(tenant), NULL)")
    if try await !database.query("SELECT FROM account WHERE email = \(email)").isEmpty { return .settled }
    let earlier = try await database.query(.latestInvitation(of: email)).decode { row in
      (
        id: try row.next(ID<Invitation>.self), expires: try row.next(Date.self),
        isOpen: try row.next(Bool.self)
      )
    }.first
    let statement: SQL
    let outcome: FirstInvitation
    switch earlier {
    case nil:
      (statement, outcome) = (.insert(person, ID(UUIDv7().next(at: now)), token, at: now), .sent)
    case let earlier? where !earlier.isOpen:
      return .settled
    case let earlier? where earlier.expires > now:
      return .waiting(until: earlier.expires)
    case let earlier?:
      statement = Query.renew(earlier.id, token, at: now).statements[0]
      outcome = .sentAgain(lapsed: earlier.expires)
    }
    _ = try await database.pipeline([
      statement, try letter(of: token, to: email, of: tenant, at: now),
      .noting(.invitationSent, detail: Role.admin.rawValue, at: now),
    ])
    return outcome
  }

  private func letter(
    of token: Token, to email: String, of tenant: ID<Tenant>, at now: Date
  ) throws -> SQL {
    let id = ID<OutboxMessage>(UUIDv7().next(at: now))
    let sealed = try secrets.box.seal(Array(token.text.utf8), context: OutboxMessage.context(id, tenant))
    return try .letter(
      id, .invitation, to: email, language: Self.language, ["role": Role.admin.rawValue], sealed: sealed,
      at: now)
  }

  /// Of the operator's invitations: what the clinic speaks it says later.
  static let language = "en"
}

extension SQL {
  fileprivate static func insert(
    _ person: TenantRegistry.Person, _ id: ID<Invitation>, _ token: Token, at now: Date
  ) -> SQL {
    .insert(
      NewInvitation(
        email: person.email.lowercased(), role: .admin, givenName: person.givenName,
        familyName: person.familyName, practitioner: nil, language: TenantRegistry.language),
      id, token, by: nil, at: now)
  }

  fileprivate static func latestInvitation(of email: String) -> SQL {
    """
    SELECT id, expires_at, accepted_at IS NULL AND withdrawn_at IS NULL FROM invitation
     WHERE email = \(email) ORDER BY created_at DESC, id DESC LIMIT 1
    """
  }
}
