internal import Credentials

extension Clinic {
  func hash(_ password: String) async throws -> String {
    try await waitingInLine { try await hasher.hash(password).phc }
  }

  func verify(_ password: String, _ stored: String) async throws -> Bool {
    guard let hash = PasswordHash(phc: stored) else { throw StoredValueFault(column: "password_hash") }
    return try await waitingInLine { try await hasher.verify(password, against: hash) }
  }

  /// Spends the time of a verification, so that an unknown address answers no sooner than a known one.
  func pretendToVerify(_ password: String) async throws {
    try await waitingInLine { try await hasher.verifyNothing(password) }
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
