internal import FoundationEssentials

/// Hashes and checks passwords with Argon2id, a bounded number at a time.
///
/// A hash takes some 14 ms of a core and 19 MiB, by design; so it runs on threads of its own that yield to
/// all others, and when the line before them is full the answer is `busy` rather than an ever longer wait for
/// everyone.
///
/// Passwords are normalised here (`NormalizedPassword`), so that no caller can forget it.
public final class PasswordHasher: Sendable {
  /// In bytes of UTF-8 after normalising: every password that a policy allows fits. Past it nobody types a
  /// password, they test how much we are willing to hash.
  public static let longestPassword = NormalizedPassword.longest

  /// Two, but at most half of the cores. Being nice is not enough: Linux shares a core between groups of processes
  /// first (sched(7), autogroup; control groups), and PostgreSQL is in another than the server. A core on which nothing
  /// is hashed is there for whatever wakes up.
  public static var threadsOfThisMachine: Int {
    max(1, min(2, ProcessInfo.processInfo.activeProcessorCount / 2))
  }

  private let parameters: Argon2Parameters
  private let pepper: Pepper?
  private let random: RandomSource
  private let threads: LowPriorityThreads
  private let places: Places

  /// - Parameters:
  ///   - threads: how many are hashed at once; each takes the memory of `parameters`.
  ///   - waiting: how many more may wait. At 14 ms each, 64 before one thread are a second.
  public init(
    pepper: Pepper? = nil, parameters: Argon2Parameters = .standard,
    threads: Int = PasswordHasher.threadsOfThisMachine, waiting: Int = 64,
    random: RandomSource = .system
  ) {
    self.parameters = parameters
    self.pepper = pepper
    self.random = random
    self.threads = LowPriorityThreads(count: threads, waitingLimit: waiting)
    places = Places(threads + waiting)
  }

  /// Does what needs a password hashed, if there is a place in the line for it. Asked before anything else is done:
  /// whoever is turned away has cost next to nothing, and a flood takes nothing from others.
  ///
  /// - Throws: `busy` without having begun, or what `work` throws.
  public func inLine<Value>(_ work: () async throws -> Value) async throws -> Value {
    guard places.take() else { throw PasswordFault.busy }
    defer { places.giveBack() }
    return try await work()
  }

  public func hash(_ password: String) async throws(PasswordFault) -> PasswordHash {
    let password = try normalized(password)
    let salt = random.bytes(16)
    let digest = try await digest(of: password, salt: salt, size: 32, parameters)
    let hash = PasswordHash(parameters: parameters, pepperID: nil, salt: salt, digest: digest)
    return try pepper?.sealed(hash) ?? hash
  }

  /// Compares in constant time.
  public func verify(_ password: String, against hash: PasswordHash) async throws(PasswordFault) -> Bool {
    let password = try normalized(password)
    let hash = try opened(hash)
    let digest = try await digest(of: password, salt: hash.salt, size: hash.digest.count, hash.parameters)
    return equalInConstantTime(digest, hash.digest)
  }

  /// Does the work of `verify` for an address that nobody has, so that the time of the answer does not tell
  /// who is registered. Throws as `verify` would.
  public func verifyNothing(_ password: String) async throws(PasswordFault) {
    let password = try normalized(password)
    let salt = [UInt8](repeating: 0, count: 16)
    _ = try await digest(of: password, salt: salt, size: 32, parameters)
  }

  /// Whether the hash was made with other parameters or another pepper than a new one would be: hash the
  /// password again once it has been verified.
  public func needsRehash(_ hash: PasswordHash) -> Bool {
    hash.parameters != parameters || hash.pepperID != pepper?.current
  }

  /// With which the parameters end of every hash under the current pepper; nil without one.
  public var mark: String? { pepper.map { PasswordHash.mark(pepperID: $0.current) } }

  /// The hash under the current pepper, which takes no password; nil for one that is under it already.
  ///
  /// - Throws: `unknownPepper`.
  public func resealed(_ hash: PasswordHash) throws(PasswordFault) -> PasswordHash? {
    guard let pepper, hash.pepperID != pepper.current else { return nil }
    return try pepper.sealed(opened(hash))
  }

  /// The hash without its pepper, for whoever puts it under another or compares it with one that is.
  ///
  /// - Throws: `unknownPepper`.
  public func opened(_ hash: PasswordHash) throws(PasswordFault) -> PasswordHash {
    guard let id = hash.pepperID else { return hash }
    guard let pepper else { throw .unknownPepper(id) }
    return try pepper.opened(hash)
  }

  private func normalized(_ password: String) throws(PasswordFault) -> [UInt8] {
    guard let password = NormalizedPassword(password) else { throw .tooLong }
    return password.bytes
  }

  private func digest(
    of password: [UInt8], salt: [UInt8], size: Int, _ parameters: Argon2Parameters
  ) async throws(PasswordFault) -> [UInt8] {
    let result = await threads.run { () -> Result<[UInt8], PasswordFault> in
      Result { () throws(PasswordFault) in
        try Argon2id.digest(of: password, salt: salt, size: size, parameters)
      }
    }
    guard let result else { throw .busy }
    return try result.get()
  }
}
