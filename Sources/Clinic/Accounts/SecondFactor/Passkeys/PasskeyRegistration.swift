internal import FoundationEssentials
internal import Postgres
internal import WebAuthn

extension Clinic {
  /// What a browser needs to make a passkey for whoever is signed in, and whether they have proved themselves for as long as
  /// that takes.
  ///
  /// - Parameter origin: of our own pages, as the browser names it (RFC 6454).
  public func passkeyRegistration(
    at origin: String, by visitor: Visitor
  ) async throws -> (visit: Visit, isConfirmed: Bool, request: PasskeyRequest) {
    let (visit, (found, isConfirmed, stored)) = try await ask(
      visitor, .ownCredentials, .isConfirmed(by: visitor, at: clock(), for: 300), .ownStoredPasskeys)
    guard let account = found else { throw Refusal.unauthenticated }
    let terms = terms(for: .registration, at: visitor.host, browser: visitor.tokenHash)
    var request = RegistrationRequest(
      challenge: try Challenge(terms.challenge), relyingParty: visit.relyingParty(at: origin, visitor),
      user: RegistrationRequest.User(
        handle: try UserHandle(of: account.id), name: account.email, displayName: account.name))
    request.excludedCredentials = stored.usable(at: visitor.host).map(\.record.descriptor)
    return (visit, isConfirmed, PasskeyRequest(options: request.json, terms: terms.text))
  }

  /// Keeps a passkey that the browser has just made. Every other session ends, as with each change of factors.
  ///
  /// - Throws: `Refusal.unconfirmed`; `Refusal.invalid` when the response is not right, or there are enough.
  public func addPasskey(
    _ response: PasskeyResponse, named name: String, at origin: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      try await records.requireConfirmation()
      // One after the other: two tabs don't make eleven.
      _ = try await records.ask(.ownCredentialsLocked)
      guard let passkey = try await records.verifiedRegistration(response, at: origin) else {
        try await records.finish(.passkeyRefused, of: account.uuid, [])
        throw Refusal.invalid([Problem("", "problem.passkey")])
      }
      guard try await records.ask(.ownStoredPasskeys).count < Passkey.mostPerAccount else {
        throw Refusal.invalid([Problem("", "problem.passkeys-enough")])
      }
      try await records.finish(
        .passkeyAdded, of: account.uuid,
        [
          .insert(passkey, records.clinic.newID(), named: name, of: account, at: visitor.host, records.now),
          .deleteSessions(of: account, but: visitor.tokenHash),
          try records.tell(.passkeyAdded, to: account),
        ])
    }
  }

  /// - Throws: `Refusal.unknown` for a passkey that is not the visitor's own.
  public func renamePasskey(_ id: ID<Passkey>, to name: String, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      let isOwn = try await records.ask(
        Query<Bool>(
          "UPDATE passkey SET name = \(name) WHERE id = \(id) AND account_id = \(account) RETURNING 1"
        ) {
          !$0.isEmpty
        })
      guard isOwn else { throw Refusal.unknown }
      try await records.finish(.passkeyRenamed, of: account.uuid, [])
    }
  }

  /// Removes one, and ends every other session: one of them may have come by it.
  ///
  /// - Throws: `Refusal.unconfirmed`; `Refusal.unknown` for a passkey that is not the visitor's own;
  ///   `Refusal.conflict(.factorRequired)` for the last factor where one is required.
  public func removePasskey(_ id: ID<Passkey>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      try await records.requireConfirmation()
      guard let owner = try await records.ask(.ownCredentialsLocked) else { throw Refusal.unauthenticated }
      let isOwn = try await records.ask(
        Query<Bool>("DELETE FROM passkey WHERE id = \(id) AND account_id = \(account) RETURNING 1") {
          !$0.isEmpty
        })
      guard isOwn else { throw Refusal.unknown }
      let isLast = try await records.ask(.ownStoredPasskeys).isEmpty && owner.seed == nil
      if isLast, !records.visit.rules.isSecondFactorOptional(for: owner.role) {
        throw Refusal.conflict(.factorRequired)
      }
      try await records.finish(
        .passkeyRemoved, of: account.uuid,
        [
          .deleteSessions(of: account, but: visitor.tokenHash),
          try records.tell(.passkeyRemoved, to: account),
        ])
    }
  }
}

extension TenantRecords {
  /// Nil for a response that is not right, or was used before.
  fileprivate func verifiedRegistration(_ response: PasskeyResponse, at origin: String) async throws
    -> NewPasskey?
  {
    guard
      let terms = clinic.terms(
        response.terms, for: .registration, at: visitor.host, browser: visitor.tokenHash),
      try await ask(.spend(terms))
    else { return nil }
    do {
      return try WebAuthn.Registration.verify(
        RegistrationResponse(json: response.json),
        expecting: terms.ceremony(.registration, visit.relyingParty(at: origin, visitor)))
    } catch is WebAuthnFault {
      return nil
    }
  }
}

extension Visit {
  /// Passkeys are a host's own: those of one clinic are nothing to another, nor those of its own domain to the installation's.
  func relyingParty(at origin: String, _ visitor: Visitor) -> RelyingParty {
    RelyingParty(id: visitor.host, name: tenant.name, origins: [origin])
  }
}
