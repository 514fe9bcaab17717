internal import CivilTime
public import Credentials
internal import FoundationEssentials
internal import Postgres

/// What came of a code typed in.
public enum CodeOutcome: Sendable {
  case accepted(NewSession)
  case wrong(triesLeft: Int)
  /// Too many wrong ones in a row: the next is judged after so many seconds; without them, none.
  case waits(seconds: Int?)
  /// Too late, too many tries, or never sent: a new code or a new start is needed.
  case ended
}

extension Clinic {
  /// Makes the account and the patient of this browser's sign-up, if `code` is the one mailed.
  public func confirm(_ code: SixDigitCode, by visitor: Visitor) async throws -> CodeOutcome {
    try await open(visitor) { records in
      try await records.confirm(code)
    }
  }
}

extension TenantRecords {
  func confirm(_ code: SixDigitCode) async throws -> CodeOutcome {
    guard let pending = try await ask(.registration(of: visitor.tokenHash, at: now)), pending.triesLeft > 0,
      pending.codeExpires > now
    else {
      return .ended
    }
    guard let expected = pending.codeHash,
      clinic.secrets.codes.isValid(expected, for: [pending.id.description, code.text])
    else {
      try await finish(.confirmationRefused, of: nil, [.spendTry(of: pending.id)])
      return pending.triesLeft > 1 ? .wrong(triesLeft: pending.triesLeft - 1) : .ended
    }
    let account: ID<Account> = clinic.newID()
    let token = clinic.newToken()
    try await finish(
      .signUpConfirmed, of: account.uuid,
      [
        .insertAccount(
          account, email: pending.email, passwordHash: pending.passwordHash, role: .patient,
          name: pending.person.displayName, language: pending.language, at: now),
        try .insertPatient(clinic.newID(), account: account, pending.person, email: pending.email, at: now),
        .delete(registrationOf: visitor.tokenHash),
        .deleteSession(visitor.tokenHash),
        insertSession(token, of: account, .patient, stage: .enrolling, pending: try newSeed(for: account)),
      ])
    return .accepted(NewSession(token: token.text, stage: .enrolling))
  }
}

extension SignUp.Person {
  var displayName: String { "\(givenName) \(familyName)" }
}
