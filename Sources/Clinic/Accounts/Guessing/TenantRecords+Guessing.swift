internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension TenantRecords {
  /// Charges a guess at one of somebody's factors: at the browser's own counter where they are known on it, else at
  /// the account's and the network's.
  ///
  /// - Parameter subject: an address or an account's id; an address that nobody has is counted like any other.
  /// - Returns: what was charged, and whether the guess may be judged. To be committed either way.
  func charge(
    _ factor: Factor, _ subject: String, of account: ID<Account>?
  ) async throws -> (guesses: [Guess], verdict: GuessVerdict) {
    let device = visitor.client.deviceHash
    let isKnown = try await ask(.knows(device, account, at: now))
    let wanted: [Guess]
    if isKnown, let device {
      wanted = [guess(at: factor, subject, on: device)]
    } else {
      wanted = [
        guess(["source", visitor.client.network], .source), guess(at: factor, subject),
      ]
    }
    for (index, guess) in wanted.enumerated() {
      if let failures = try await ask(.charge(guess, at: now)) {
        if guess.limit == .account, failures == guess.limit.free + 1 { try await tellOfGuesses(account) }
        continue
      }
      // Whoever has to wait already does not count against the account: one network can't lock out many.
      let verdict = try await ask(.standing(of: guess, at: now))
      return (Array(wanted[..<index]), verdict ?? .waits(seconds: 1))
    }
    return (wanted, .judged)
  }

  /// Once in a row of guesses; the same work for an address that nobody has.
  private func tellOfGuesses(_ account: ID<Account>?) async throws {
    try await write([try tell(.guesses, to: account)])
  }

  /// The account's own counter.
  func guess(at factor: Factor, _ subject: String) -> Guess {
    guess([factor.rawValue, subject], .account)
  }

  /// That of a browser on which the account is known.
  func guess(at factor: Factor, _ subject: String, on device: [UInt8]) -> Guess {
    let name = device.map { String($0, radix: 16) }.joined(separator: ".")
    return guess([factor.rawValue, subject, "device", name], .knownDevice)
  }

  /// Charges a network for a letter that it has somebody sent, whose address it may have made up.
  ///
  /// - Throws: `Refusal.limited`.
  func chargeLetter() async throws {
    try await charge(guess(["letters", visitor.client.network], .letters))
  }

  /// Charges what is said of these pages: to the account, or to a visitor's network.
  ///
  /// - Throws: `Refusal.limited`.
  func chargeFeedback() async throws {
    let full = visit.account?.stage == .full ? visit.account : nil
    try await charge(guess(["feedback", full?.id.description ?? visitor.client.network], .feedback))
  }

  /// Charges what is written to the clinic, to the account.
  ///
  /// - Throws: `Refusal.limited`.
  func chargeMessage() async throws {
    try await charge(guess(["message", try account.id.description], .messages))
  }

  private func charge(_ act: Guess) async throws {
    if try await ask(.charge(act, at: now)) == nil {
      guard case .waits(let seconds)? = try await ask(.standing(of: act, at: now)) else {
        throw Refusal.limited(seconds: 60)
      }
      throw Refusal.limited(seconds: seconds)
    }
  }

  /// At the code of the clinic's door.
  var guessAtCheckIn: Guess { get throws { guess(["check-in", try account.id.description], .checkIn) } }

  private func guess(_ name: [String], _ limit: GuessLimit) -> Guess {
    Guess(counter: clinic.secrets.guesses.tag(for: name), limit: limit)
  }
}

extension [Guess] {
  /// What a right guess undoes.
  func settled(at now: Date) -> [SQL] {
    map { $0.limit == .source ? .refund($0, at: now) : .clear($0) }
  }
}
