public import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Mails somebody a link by which they make an account with a role.
  ///
  /// - Throws: `Refusal.invalid` when the address has an account or an invitation already; `Refusal.unconfirmed`;
  ///   `Refusal.conflict(.lettersEnough)`.
  public func invite(_ new: NewInvitation, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      if try await records.ask(.accountExists(new.email)) {
        throw Refusal.invalid([Problem("email", "problem.invite-account")])
      }
      try await records.requireRoom(forLetterTo: new.email)
      let id: ID<Invitation> = records.clinic.newID()
      let token = records.clinic.newToken()
      try await records.finish(
        .invitationSent, of: id.uuid,
        [
          .insert(new, id, token, by: try records.account.id, at: records.now),
          try records.letter(of: token, to: new.email, role: new.role, language: new.language),
        ], detail: new.role.rawValue)
    }
  }

  /// Mails a new link, good for seven days from now; the older one dies. Also for an invitation that had lapsed.
  ///
  /// - Throws: `Refusal.unknown` for one that was accepted or withdrawn; `Refusal.unconfirmed`;
  ///   `Refusal.conflict(.lettersEnough)`.
  public func sendAgain(_ id: ID<Invitation>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      let token = records.clinic.newToken()
      guard let (invitation, isEarly) = try await records.ask(.renew(id, token, at: records.now)) else {
        throw Refusal.unknown
      }
      if try await records.ask(.accountExists(invitation.email)) { throw Refusal.conflict(.addressTaken) }
      try await records.requireRoom(forLetterTo: invitation.email)
      try await records.finish(
        .invitationSent, of: id.uuid,
        [
          try records.letter(
            of: token, to: invitation.email, role: invitation.role, language: invitation.language,
            isEarly: isEarly)
        ], detail: invitation.role.rawValue)
    }
  }

  /// - Throws: `Refusal.unknown` for one that was accepted or withdrawn; `Refusal.unconfirmed`.
  public func withdraw(_ id: ID<Invitation>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      guard try await records.ask(.withdraw(id, at: records.now)) else { throw Refusal.unknown }
      try await records.finish(.invitationWithdrawn, of: id.uuid, [])
    }
  }

  /// Whom a link invites; nil once it was used, withdrawn, replaced by a newer one, or is too old.
  public func invitation(_ token: Token, by visitor: Visitor) async throws -> (visit: Visit, Invitation?) {
    try await ask(visitor, .invitation(token.hash, at: clock()))
  }

  /// Makes the account. Its owner sets up their second factor next.
  ///
  /// - Returns: nil when the link is good no longer. Of any number of uses at once, one succeeds.
  /// - Throws: `Refusal.conflict(.addressTaken)` when the address got an account meanwhile.
  public func accept(_ token: Token, _ acceptance: Acceptance, by visitor: Visitor) async throws
    -> NewSession?
  {
    let (_, invitation) = try await ask(visitor, .invitation(token.hash, at: clock()))
    guard let invitation else { return nil }
    if invitation.isForRecord {
      switch try await ask(visitor, .judge(acceptance.birthDate, token.hash, at: clock())).answer {
      case .right: break
      case .wrong: throw Refusal.invalid([Problem("birth", "problem.invitation-birth")])
      case .early: throw Refusal.invalid([Problem("birth", "problem.invitation-early")])
      }
    }
    let hash = try await hash(acceptance.password)
    return try await open(visitor) { records in
      try await records.accept(token, acceptance, passwordHash: hash)
    }
  }
}

extension TenantRecords {
  /// - Parameter isEarly: whether the link can be used only once the record that it is for is handed over.
  func letter(
    of token: Token, to email: String, role: Role, language: String, isEarly: Bool = false
  ) throws -> SQL {
    try post(
      .invitation, to: email, language: language, ["role": role.rawValue, "early": isEarly ? "yes" : ""],
      secret: token.text, atMost: Invitation.lettersPerHour)
  }

  /// So that no older link dies for a letter that is not written.
  ///
  /// - Throws: `Refusal.conflict(.lettersEnough)` when the address has had as many within the hour as it may.
  fileprivate func requireRoom(forLetterTo email: String) async throws {
    if try await ask(.letters(.invitation, to: email, since: now - 3600)) >= Invitation.lettersPerHour {
      throw Refusal.conflict(.lettersEnough)
    }
  }

  fileprivate func accept(
    _ token: Token, _ acceptance: Acceptance, passwordHash: String
  ) async throws -> NewSession? {
    guard let accepted = try await ask(.accept(token.hash, at: now)) else { return nil }
    if let patient = accepted.patient, !(try await ask(.isFree(patient))) {
      throw Refusal.conflict(.alreadyDone)
    }
    let account: ID<Account> = clinic.newID()
    let session = clinic.newToken()
    var statements: [SQL] = [
      .insertAccount(
        account, email: accepted.email, passwordHash: passwordHash, role: accepted.role,
        name: acceptance.patient?.displayName ?? accepted.name, language: acceptance.language, at: now),
      "UPDATE invitation SET account_id = \(account) WHERE id = \(accepted.id)",
    ]
    if let patient = accepted.patient {
      statements += [
        "UPDATE patient SET account_id = \(account) WHERE id = \(patient)",
        .endParents(of: patient, by: account, at: now),
      ]
    } else if let person = acceptance.patient, accepted.role == .patient {
      statements.append(
        try .insertPatient(clinic.newID(), account: account, person, email: accepted.email, at: now))
    }
    if let practitioner = accepted.practitioner {
      statements.append(.link(practitioner, to: account))
    }
    statements += [
      .deleteSession(visitor.tokenHash),
      insertSession(
        session, of: account, accepted.role, stage: .enrolling, pending: try newSeed(for: account)),
    ]
    try await finish(.invitationAccepted, of: account.uuid, statements)
    return NewSession(token: session.text, stage: .enrolling)
  }
}
