public import Credentials
internal import FoundationEssentials
internal import Postgres

/// What a person needs to enrol an authenticator app.
public struct Enrolment: Sendable {
  /// Base32 (RFC 4648), to be typed where a picture can't be read.
  public let key: String
  /// An `otpauth://` address, for the picture and for phones.
  public let uri: String
}

extension Clinic {
  /// The seed that waits to be enrolled, for the page that shows it.
  ///
  /// - Throws: `Refusal.unknown` when this browser is being shown none.
  public func enrolment(by visitor: Visitor) async throws -> (visit: Visit, Enrolment) {
    let (visit, (found, pending)) = try await ask(
      visitor, .ownCredentials, .pendingSeed(of: visitor.tokenHash))
    guard let account = found, let sealed = pending else { throw Refusal.unknown }
    let seed = try open(sealed, seedOf: account.id, in: visit.tenant.id)
    let totp = TOTP(secret: seed)
    return (
      visit,
      Enrolment(key: Base32.encode(seed), uri: totp.uri(issuer: visit.tenant.name, account: account.email))
    )
  }

  /// Accepts the first code of a new authenticator: from now on it is asked for at every sign-in.
  public func enrol(_ code: SixDigitCode, by visitor: Visitor) async throws -> CodeOutcome {
    try await open(visitor) { records in
      try await records.passSecondFactor(code, enrolling: true)
    }
  }

  /// The second step of signing in.
  public func passSecondFactor(_ code: SixDigitCode, by visitor: Visitor) async throws -> CodeOutcome {
    try await open(visitor) { records in
      try await records.passSecondFactor(code, enrolling: false)
    }
  }
}

extension TenantRecords {
  func passSecondFactor(_ code: SixDigitCode, enrolling: Bool) async throws -> CodeOutcome {
    guard let account = try await ask(.ownCredentialsLocked),
      let triesLeft = try await ask(.takeTry(of: visitor.tokenHash))
    else { return .ended }
    guard let sealed = enrolling ? try await ask(.pendingSeed(of: visitor.tokenHash)) : account.seed,
      // Somebody who knows the password must not replace the factor that its owner has set up meanwhile.
      !enrolling || account.seed == nil
    else { return .ended }
    // What enrols stands on the page: there is nothing to guess.
    let (guesses, verdict) =
      enrolling ? ([], .judged) : try await charge(.secondFactor, account.id.description, of: account.id)
    if let refusal = Refusal(verdict), case .guessedTooOften(let seconds) = refusal {
      try await finish(.secondFactorRefused, of: account.id.uuid, [])
      return .waits(seconds: seconds)
    }
    let totp = TOTP(secret: try clinic.open(sealed, seedOf: account.id, in: visit.tenant.id))
    guard let step = totp.matchingStep(code, at: now, after: enrolling ? nil : account.lastStep) else {
      try await finish(
        .secondFactorRefused, of: account.id.uuid, triesLeft == 0 ? [.deleteSession(visitor.tokenHash)] : [])
      return triesLeft == 0 ? .ended : .wrong(triesLeft: triesLeft)
    }
    return try await completeSignIn(
      of: account, enrolling ? .secondFactorEnrolled : .secondFactorAccepted, settling: guesses,
      also: [enrolling ? .enrol(sealed, of: account.id, step: step) : .acceptStep(step, of: account.id)])
  }

  /// Both factors were right: a full session under a new token, in a browser that is known from now on.
  func completeSignIn(
    of account: AccountCredentials, _ act: Act, settling guesses: [Guess], also statements: [SQL]
  ) async throws -> CodeOutcome {
    let token = clinic.newToken()
    let device = visitor.client.deviceHash == nil ? clinic.newToken() : nil
    // A new app and a used recovery code have letters of their own.
    let isTold = [.secondFactorEnrolled, .secondFactorPostponed, .recoveryCodeUsed].contains(act)
    let newApp = try tell(.authenticatorAdded, to: account.id)
    let newBrowser = try tell(
      .newBrowser, to: account.id,
      if:
        "NOT EXISTS (SELECT FROM known_device WHERE account_id = account.id AND token_hash = \(visitor.client.deviceHash))"
    )
    try await finish(
      act, of: account.id.uuid,
      guesses.settled(at: now) + statements + (isTold ? [] : [newBrowser])
        + (act == .secondFactorEnrolled ? [newApp] : []) + [
          .deleteSession(visitor.tokenHash),
          insertSession(token, of: account.id, account.role, stage: .full),
          .know(device?.hash ?? visitor.client.deviceHash, account.id, visitor.client, at: now),
        ])
    return .accepted(
      NewSession(token: token.text, stage: .full, device: device?.text, language: account.language))
  }

  /// A new seed, sealed.
  func newSeed(for account: ID<Account>) throws -> [UInt8] {
    try clinic.seal(TOTP(from: clinic.random).secret, seedOf: account, in: visit.tenant.id)
  }
}

extension Clinic {
  /// Seeds stay bound to their account, so that one copied to another row does not open.
  func seal(_ seed: [UInt8], seedOf account: ID<Account>, in tenant: ID<Tenant>) throws -> [UInt8] {
    try secrets.box.seal(seed, context: "\(tenant)/account/totp_seed/\(account)")
  }

  func open(_ sealed: [UInt8], seedOf account: ID<Account>, in tenant: ID<Tenant>) throws -> [UInt8] {
    try secrets.box.open(sealed, context: "\(tenant)/account/totp_seed/\(account)")
  }
}
