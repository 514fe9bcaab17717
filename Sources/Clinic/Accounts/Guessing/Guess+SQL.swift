internal import FoundationEssentials
internal import Postgres

extension Query<Int?> {
  /// Charges a guess before it is judged: of many that come at once, each finds what the others have charged.
  ///
  /// The answer is how many there are now in a row; none when it may not be judged.
  static func charge(_ guess: Guess, at now: Date) -> Self {
    let limit = guess.limit
    let forgotten = now + limit.memory
    let failures: SQL = "(CASE WHEN g.forgotten_at <= \(now) THEN 1 ELSE g.failures + 1 END)"
    return Query(
      """
      INSERT INTO guess AS g (counter, failures, free_at, forgotten_at)
      VALUES (\(guess.counter), 1, \(now + TimeInterval(limit.wait(after: 1))), \(forgotten))
      ON CONFLICT (tenant_id, counter) DO UPDATE
         SET failures = \(failures), forgotten_at = \(forgotten),
             free_at = \(now) + make_interval(secs => CASE
               WHEN \(failures) <= \(limit.free) THEN 0
               ELSE least(\(limit.longestWait), 2 ^ least(\(failures) - \(limit.free), 30)) END)
       WHERE (g.free_at <= \(now) AND g.failures < \(limit.cap)) OR g.forgotten_at <= \(now)
      RETURNING failures
      """
    ) { row in try row.next(Int.self) }
  }
}

extension Query<GuessVerdict?> {
  /// Why a guess was not charged. Asked afterwards: while it waited for others, the count went on.
  static func standing(of guess: Guess, at now: Date) -> Self {
    Query("SELECT failures >= \(guess.limit.cap), free_at FROM guess WHERE counter = \(guess.counter)") {
      row in
      if try row.next(Bool.self) { return .locked }
      let free = try row.next(Date.self)
      return .waits(seconds: max(1, Int(free.timeIntervalSince(now).rounded(.up))))
    }
  }
}

extension SQL {
  /// After a right guess.
  static func clear(_ guess: Guess) -> SQL {
    "DELETE FROM guess WHERE counter = \(guess.counter)"
  }

  /// Takes the charge back: nothing was judged, or the guess was right and its network is not to be blamed.
  static func refund(_ guess: Guess, at now: Date) -> SQL {
    """
    UPDATE guess SET failures = greatest(failures - 1, 0), free_at = least(free_at, \(now))
     WHERE counter = \(guess.counter)
    """
  }
}

extension SQL {
  /// The browser is known to the account for half a year from its last use.
  static func know(_ deviceHash: [UInt8]?, _ account: ID<Account>, _ client: Client, at now: Date) -> SQL {
    """
    INSERT INTO known_device AS d (token_hash, account_id, agent, created_at, seen_at, expires_at)
    VALUES (\(deviceHash), \(account), \(client.agent), \(now), \(now), \(now + 180 * 86_400))
    ON CONFLICT (tenant_id, account_id, token_hash) DO UPDATE
       SET agent = excluded.agent, seen_at = excluded.seen_at, expires_at = excluded.expires_at
    """
  }
}

extension Query<[[UInt8]]> {
  /// The hashes of the tokens of the browsers on which an account is known.
  static func knownDevices(of account: ID<Account>) -> Self {
    Query("SELECT token_hash FROM known_device WHERE account_id = \(account)") { row in
      try row.next([UInt8].self)
    }
  }
}

extension Query<Bool> {
  /// Whether an account has passed both factors on this browser before.
  static func knows(_ deviceHash: [UInt8]?, _ account: ID<Account>?, at now: Date) -> Self {
    Query(
      """
      SELECT FROM known_device
       WHERE account_id = \(account) AND token_hash = \(deviceHash) AND expires_at > \(now)
      """
    ) { !$0.isEmpty }
  }
}
