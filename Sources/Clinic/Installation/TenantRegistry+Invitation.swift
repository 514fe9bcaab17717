public import Credentials
public import FoundationEssentials
internal import Postgres

extension TenantRegistry {
  /// Invites somebody to be an administrator of a clinic: its first, who then invites the others, or one more when all
  /// have lost their way in. An earlier invitation of the address dies.
  ///
  /// - Returns: the token of the link, for the operator to hand over. No letter is sent.
  /// - Throws: `TenantFault.unknown`, `.addressTaken`.
  public func inviteAdministrator(
    _ person: (email: String, givenName: String, familyName: String), to slug: String, at now: Date = Date()
  ) async throws -> Token {
    let database = try await PostgresConnection.connect(
      DatabaseSettings(connection: connection), logger: logger)
    // Closed before the commit, nothing of it has happened.
    defer { database.close() }
    try await database.execute(script: "BEGIN")
    let found: [ID<Tenant>] = try await database.query("SELECT id FROM tenant WHERE slug = \(slug)").decode {
      row in
      try row.next()
    }
    guard let tenant = found.first else { throw TenantFault.unknown(slug) }
    _ = try await database.query("SELECT enter_tenant(\(tenant), NULL)")
    let email = person.email.lowercased()
    guard try await database.query("SELECT FROM account WHERE email = \(email)").isEmpty else {
      throw TenantFault.addressTaken(email)
    }
    let token = Token(from: .system)
    _ = try await database.query(
      """
      UPDATE invitation SET withdrawn_at = \(now)
       WHERE email = \(email) AND accepted_at IS NULL AND withdrawn_at IS NULL
      """)
    let id: ID<Invitation> = ID(UUIDv7().next(at: now))
    _ = try await database.query(
      .insert(
        NewInvitation(
          email: email, role: .admin, givenName: person.givenName, familyName: person.familyName,
          practitioner: nil, language: "en"), id, token, by: nil, at: now))
    try await database.execute(script: "COMMIT")
    return token
  }
}
