internal import Credentials

extension Clinic {
  func hash(_ password: String) async throws -> String {
    try await waitingInLine { try await hasher.hash(password).phc }
  }

  /// Without an account it spends the time all the same, so that an unknown address answers no sooner than a known
  /// one.
  func verify(_ password: String, _ account: AccountCredentials?) async throws -> Bool {
    guard let account else {
      try await waitingInLine { try await hasher.verifyNothing(password) }
      return false
    }
    guard let hash = PasswordHash(phc: account.passwordHash) else {
      throw StoredValueFault(column: "password_hash")
    }
    return try await waitingInLine { try await hasher.verify(password, against: hash) }
  }

  /// A new hash of a password that was just verified, if the stored one is of older parameters or an older pepper.
  func rehashed(_ password: String, _ account: AccountCredentials) async throws -> String? {
    guard let hash = PasswordHash(phc: account.passwordHash), hasher.needsRehash(hash) else { return nil }
    return try await self.hash(password)
  }

  /// Whether two stored hashes are the same hash of a password, though an operator may have put one under another pepper
  /// meanwhile.
  func areOfOnePassword(_ one: String, _ other: String) throws -> Bool {
    if one == other { return true }
    guard let one = PasswordHash(phc: one), let other = PasswordHash(phc: other) else { return false }
    return try hasher.opened(one) == hasher.opened(other)
  }

  /// For what asks the database before it has a password hashed: nothing is asked, and nothing charged, for whoever
  /// finds the line full.
  func inLine<Value>(_ work: () async throws -> Value) async throws -> Value {
    try await waitingInLine { try await hasher.inLine(work) }
  }

  /// A flood of sign-ins fills the line before the hasher and is asked to wait; everything else goes on.
  private func waitingInLine<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
      return try await work()
    } catch PasswordFault.busy {
      throw Refusal.limited(seconds: 5)
    } catch PasswordFault.tooLong {
      throw Refusal.invalid([Problem("password", "problem.password-long", ["limit": "128"])])
    }
  }

  func newToken() -> Token { Token(from: random) }
}
