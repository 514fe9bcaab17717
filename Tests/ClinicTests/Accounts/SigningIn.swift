import Clinic
import ClinicTesting
import Credentials
import Testing

extension TestClinic {
  /// A browser at Riverside's door, with a token of its own.
  func browser(to purpose: Purpose, _ access: Access = .anyone) -> Visitor {
    visitor(Token(from: .system), at: riverside, to: purpose, access: access)
  }

  /// Through both steps, as a person would.
  func signedIn(_ account: DemoAccount) async throws -> Visitor {
    let half = try await passedPassword(account)
    let outcome = try await clinic.passSecondFactor(try code(of: account), by: half)
    guard case .accepted(let session) = outcome else { throw NotSignedIn() }
    return try visitor(session, .signedIn, to: .ownRecord)
  }

  func passedPassword(
    _ account: DemoAccount, _ access: Access = .step(.secondFactor)
  ) async throws -> Visitor {
    let session = try await clinic.signIn(
      email: account.email, password: account.password, by: browser(to: .signIn))
    return try visitor(try #require(session), access, to: .signIn)
  }

  func visitor(_ session: NewSession, _ access: Access, to purpose: Purpose) throws -> Visitor {
    visitor(try #require(Token(text: session.token)), at: riverside, to: purpose, access: access)
  }

  func code(of account: DemoAccount) throws -> SixDigitCode {
    try #require(SixDigitCode(typed: account.totpCode(at: clock.now)))
  }
}

struct NotSignedIn: Error {}
