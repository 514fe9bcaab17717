public import Credentials
internal import FoundationEssentials
internal import Postgres

/// A new e-mail address that waits for the code mailed to it. The old one stays the account's until then.
///
/// A code and not a link: it is of use only to whoever is signed in and asked for it. A link would work for whoever
/// reads the mail, so that an address with a slip of the pen in it would hand the account to a stranger; and it would
/// often be opened in another browser than the one that is signed in.
public enum AddressChange {
  /// Seconds that a mailed code can be used.
  static let codeLifetime: TimeInterval = 15 * 60
  /// Seconds that a new code can be asked for without another proof of identity.
  static let lifetime: TimeInterval = 3600
  static let lettersPerHour = 6

  /// The address that waits, and how often a code can still be sent to it.
  public struct Pending: Sendable {
    public let email: String
    public let sendingsLeft: Int
  }
}

extension Clinic {
  /// Begins a change of address and mails a code to the new one; the code of an earlier change dies. The answer is the
  /// same whether or not somebody has the address: its owner is then told by mail.
  ///
  /// - Throws: `Refusal.unconfirmed`; `Refusal.invalid` at `email` when it is the account's already.
  public func changeAddress(to email: String, by visitor: Visitor) async throws {
    try await inEvenTime {
      try await open(visitor) { records in
        try await records.requireConfirmation()
        try await records.beginAddressChange(to: email)
      }
    }
  }

  /// Mails a new code for the change that waits; the older code dies.
  ///
  /// - Returns: whether there was one to send: a change that is over or was sent too often has none.
  public func resendAddressCode(by visitor: Visitor) async throws -> Bool {
    try await inEvenTime {
      try await open(visitor) { records in
        try await records.resendAddressCode()
      }
    }
  }

  /// Gives the account its new address, if `code` is the one mailed there. The older one is told and signs in no more,
  /// every other session ends, and this one goes on under a new token (OWASP ASVS 5.0, 7.2.4).
  ///
  /// - Throws: `Refusal.conflict(.addressTaken)` when somebody has made an account with it meanwhile.
  public func confirmAddress(_ code: SixDigitCode, by visitor: Visitor) async throws -> CodeOutcome {
    try await open(visitor) { records in
      try await records.confirmAddress(code)
    }
  }

  /// Gives up the change that waits, if there is one: the account keeps its address.
  public func cancelAddressChange(by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      guard try await records.ask(.ownAddressChange(at: records.now)) != nil else { return }
      try await records.finish(
        .addressChangeCancelled, of: account.uuid, [.deleteAddressChange(of: account)])
    }
  }
}

extension TenantRecords {
  /// The account's row is locked first, here and wherever else the address is in question: two changes at once come one
  /// after the other.
  func beginAddressChange(to email: String) async throws {
    let account = try account.id
    guard let own = try await ask(.ownAccountLocked) else { throw Refusal.unauthenticated }
    if own.email == email { throw Refusal.invalid([Problem("email", "problem.own-address")]) }
    let id: ID<AddressChange> = clinic.newID()
    let (codeHash, letter) = try await codeLetter(of: id, to: email, language: own.language)
    try await finish(
      .addressChangeBegun, of: account.uuid,
      [.insertAddressChange(id, of: account, to: email, codeHash: codeHash, at: now), letter])
  }

  func resendAddressCode() async throws -> Bool {
    let account = try account.id
    guard let own = try await ask(.ownAccountLocked),
      let waiting = try await ask(.ownAddressChange(at: now)), waiting.sendingsLeft > 0
    else { return false }
    let (codeHash, letter) = try await codeLetter(
      of: waiting.id, to: waiting.email, language: own.language)
    try await finish(
      .addressChangeBegun, of: account.uuid,
      [.renewAddressChange(waiting.id, codeHash: codeHash, at: now), letter])
    return true
  }

  func confirmAddress(_ code: SixDigitCode) async throws -> CodeOutcome {
    let account = try account.id
    guard let own = try await ask(.ownAccountLocked),
      let waiting = try await ask(.ownAddressChange(at: now)), waiting.triesLeft > 0,
      waiting.codeExpires > now
    else { return .ended }
    guard let expected = waiting.codeHash,
      clinic.secrets.codes.isValid(expected, for: [waiting.id.description, code.text])
    else {
      try await finish(.addressChangeRefused, of: account.uuid, [.spendTry(of: waiting.id)])
      return waiting.triesLeft > 1 ? .wrong(triesLeft: waiting.triesLeft - 1) : .ended
    }
    let token = clinic.newToken()
    try await finish(
      .addressChanged, of: account.uuid,
      [
        try tell(.addressChanged, to: account, at: own.email),
        "UPDATE account SET email = \(waiting.email) WHERE id = \(account)",
        "UPDATE patient SET email = \(waiting.email) WHERE account_id = \(account)",
        .deleteAddressChange(of: account),
        "DELETE FROM password_reset WHERE account_id = \(account)",
        .clear(guess(at: .password, own.email)), .clear(guess(at: .password, waiting.email)),
        "DELETE FROM session WHERE account_id = \(account) AND token_hash <> \(visitor.tokenHash)",
        "UPDATE session SET token_hash = \(token.hash) WHERE token_hash = \(visitor.tokenHash)",
      ])
    return .accepted(NewSession(token: token.text, stage: .full))
  }

  /// No code without its letter: for an address that has an account, or was written to too often, there is none, and
  /// whatever is typed is wrong. So nobody can guess their way to an address that is not theirs.
  private func codeLetter(
    of id: ID<AddressChange>, to email: String, language: String
  ) async throws -> (codeHash: String?, letter: SQL) {
    let code = SixDigitCode(from: clinic.random)
    let limit = AddressChange.lettersPerHour
    if try await ask(.accountExists(email)) {
      return (nil, try post(.accountExists, to: email, language: language, [:], atMost: limit))
    }
    let written = try await ask(.letters(.addressCode, to: email, since: now - 3600))
    let letter = try post(
      .addressCode, to: email, language: language, [:], secret: code.text, atMost: limit)
    let hash = clinic.secrets.codes.tag(for: [id.description, code.text])
    return (written < limit ? hash : nil, letter)
  }
}
