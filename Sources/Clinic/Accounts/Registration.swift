internal import Credentials
internal import FoundationEssentials
internal import Postgres

/// A sign-up that waits for the code mailed to its address. The account exists only after that.
enum Registration {
  /// Seconds that a mailed code can be used.
  static let codeLifetime: TimeInterval = 15 * 60
  /// Seconds that a new code can be asked for, and what was typed is kept.
  static let lifetime: TimeInterval = 24 * 3600
  static let lettersPerHour = 6
}

extension Clinic {
  /// Begins a sign-up and mails a code. The answer is the same whether or not the address has an account already: its
  /// owner is then told by mail. It comes as late, too.
  public func signUp(_ signUp: SignUp, by visitor: Visitor) async throws {
    let passwordHash = try await hash(signUp.password)
    try await inEvenTime {
      try await open(visitor) { records in
        try await records.register(signUp, passwordHash: passwordHash)
      }
    }
  }

  /// Mails a new code for the sign-up of this browser; the older code dies.
  ///
  /// - Returns: whether there was one to send: a sign-up that ended or was sent too often has none.
  public func resendCode(by visitor: Visitor) async throws -> Bool {
    try await inEvenTime {
      try await open(visitor) { records in
        try await records.resendCode()
      }
    }
  }
}

extension TenantRecords {
  func register(_ signUp: SignUp, passwordHash: String) async throws {
    try await chargeLetter()
    let id: ID<Registration> = clinic.newID()
    let code = SixDigitCode(from: clinic.random)
    let known = try await ask(.accountExists(signUp.email))
    try await finish(
      .signUpBegun, of: nil,
      [
        try .insert(
          signUp, id, passwordHash: passwordHash, visitHash: visitor.tokenHash,
          codeHash: known ? nil : clinic.secrets.codes.tag(for: [id.description, code.text]),
          at: now),
        try codeLetter(code, known: known, to: signUp.email, language: signUp.language),
      ])
  }

  func resendCode() async throws -> Bool {
    guard let pending = try await ask(.registration(of: visitor.tokenHash, at: now)), pending.sendingsLeft > 0
    else {
      return false
    }
    let code = SixDigitCode(from: clinic.random)
    let known = pending.codeHash == nil
    try await finish(
      .signUpBegun, of: nil,
      [
        .renew(
          pending.id,
          codeHash: known ? nil : clinic.secrets.codes.tag(for: [pending.id.description, code.text]),
          at: now),
        try codeLetter(code, known: known, to: pending.email, language: pending.language),
      ])
    return true
  }

  private func codeLetter(_ code: SixDigitCode, known: Bool, to email: String, language: String) throws -> SQL
  {
    known
      ? try post(.accountExists, to: email, language: language, [:], atMost: Registration.lettersPerHour)
      : try post(
        .confirmationCode, to: email, language: language, [:], secret: code.text,
        atMost: Registration.lettersPerHour)
  }
}
