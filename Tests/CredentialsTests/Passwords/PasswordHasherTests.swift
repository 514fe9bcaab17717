import FoundationEssentials
import Testing

@testable import Credentials

@Suite("A password hasher")
struct PasswordHasherTests {
  /// Cheap, where the cost is not the question.
  let cheap = Argon2Parameters(memoryKiB: 64, passes: 1, lanes: 1)

  @Test("accepts the password and no other")
  func verify() async throws {
    let hasher = PasswordHasher()
    let hash = try await hasher.hash("correct horse battery staple")
    #expect(hash.phc.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    let stored = try #require(PasswordHash(phc: hash.phc))
    #expect(try await hasher.verify("correct horse battery staple", against: stored))
    #expect(try await !hasher.verify("correct horse battery stapl", against: stored))
    #expect(try await !hasher.verify("", against: stored))
    #expect(!hasher.needsRehash(stored))
  }

  @Test("salts, so that equal passwords do not look equal")
  func salts() async throws {
    let hasher = PasswordHasher(parameters: cheap)
    #expect(try await hasher.hash("x").phc != hasher.hash("x").phc)
  }

  @Test(
    "computes Argon2id as the reference implementation's own tests do",
    arguments: [
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
      "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
    ])
  func vectors(phc: String) async throws {
    let hash = try #require(PasswordHash(phc: phc))
    #expect(hash.phc == phc)
    let hasher = PasswordHasher()
    #expect(try await hasher.verify("password", against: hash))
    #expect(try await !hasher.verify("passwore", against: hash))
    #expect(hasher.needsRehash(hash))
  }

  @Test("needs its pepper to verify")
  func pepper() async throws {
    let plain = PasswordHasher(parameters: cheap)
    let peppered = PasswordHasher(pepper: Pepper(try .sample("a", current: "a")), parameters: cheap)

    let hash = try #require(PasswordHash(phc: try await peppered.hash("x").phc))
    #expect(hash.pepperID == "a")
    #expect(try await peppered.verify("x", against: hash))
    #expect(try await !peppered.verify("y", against: hash))
    await #expect(throws: PasswordFault.unknownPepper("a")) { try await plain.verify("x", against: hash) }

    let unpeppered = try await plain.hash("x")
    #expect(try await peppered.verify("x", against: unpeppered))
    #expect(peppered.needsRehash(unpeppered))
  }

  @Test("puts a hash under a new pepper without the password")
  func rotation() async throws {
    let old = PasswordHasher(pepper: Pepper(try .sample("a", current: "a")), parameters: cheap)
    let both = PasswordHasher(pepper: Pepper(try .sample("a", "b", current: "b")), parameters: cheap)
    let new = PasswordHasher(pepper: Pepper(try .sample("b", current: "b")), parameters: cheap)

    let hash = try await old.hash("x")
    #expect(try await both.verify("x", against: hash))
    #expect(both.needsRehash(hash) && !old.needsRehash(hash))
    let renewed = try #require(try both.resealed(hash))
    let resealed = try #require(PasswordHash(phc: renewed.phc))
    #expect(resealed.pepperID == "b")
    #expect(try both.resealed(resealed) == nil)
    #expect(try await new.verify("x", against: resealed))
    #expect(try await !new.verify("y", against: resealed))
    #expect(throws: PasswordFault.unknownPepper("a")) { try new.resealed(hash) }

    let plain = try await PasswordHasher(parameters: cheap).hash("x")
    let peppered = try #require(try new.resealed(plain))
    #expect(try await new.verify("x", against: peppered))
  }

  @Test(
    "really seals the digest: nothing verifies under another key of that name, with another salt or another cost"
  )
  func otherPepper() async throws {
    let pepper = Pepper(try .sample("a", current: "a"))
    let hasher = PasswordHasher(pepper: pepper, parameters: cheap)
    let hash = try await hasher.hash("x")
    #expect(
      try await PasswordHasher(parameters: cheap).hash("x").digest.count == 32 && hash.digest.count == 60)
    let ring = try KeyRing(keys: ["a": [UInt8](repeating: 9, count: 32)], current: "a")
    let other = PasswordHasher(pepper: Pepper(ring), parameters: cheap)
    await #expect(throws: PasswordFault.unknownPepper("a")) { try await other.verify("x", against: hash) }

    let salted = PasswordHash(
      parameters: hash.parameters, pepperID: "a", salt: Array(hash.salt.reversed()), digest: hash.digest)
    let cheaper = PasswordHash(
      parameters: Argon2Parameters(memoryKiB: 32, passes: 1, lanes: 1), pepperID: "a", salt: hash.salt,
      digest: hash.digest)
    for changed in [salted, cheaper] {
      await #expect(throws: PasswordFault.unknownPepper("a")) {
        try await hasher.verify("x", against: changed)
      }
    }
  }

  @Test("takes 128 characters of four bytes and no more")
  func length() async throws {
    let hasher = PasswordHasher(parameters: cheap)
    let longest = String(repeating: "😀", count: 128)
    #expect(longest.utf8.count == PasswordHasher.longestPassword)
    let hash = try await hasher.hash(longest)
    #expect(try await hasher.verify(longest, against: hash))
    #expect(try await !hasher.verify(String(longest.dropLast()) + "🙂", against: hash))
    await #expect(throws: PasswordFault.tooLong) { try await hasher.hash(longest + "a") }
    await #expect(throws: PasswordFault.tooLong) { try await hasher.verify(longest + "a", against: hash) }
    await #expect(throws: PasswordFault.tooLong) { try await hasher.verifyNothing(longest + "a") }
  }

  @Test("takes every spelling of the same characters, and nothing else for the same")
  func spellings() async throws {
    let hasher = PasswordHasher(parameters: cheap)
    let (composed, decomposed) = ("caf\u{E9} \u{C5}ngstr\u{F6}m", "cafe\u{301} \u{212B}ngstro\u{308}m")
    #expect(try await hasher.verify(decomposed, against: hasher.hash(composed)))
    #expect(try await hasher.verify(composed, against: hasher.hash(decomposed)))
    let hash = try await hasher.hash(composed)
    for other in ["cafe Angstrom", composed.uppercased(), composed + " ", " " + composed, composed + "\0"] {
      #expect(try await !hasher.verify(other, against: hash))
    }
  }

  @Test(
    "asks for a new hash when any parameter has changed",
    arguments: [
      Argon2Parameters(memoryKiB: 128, passes: 1, lanes: 1),
      Argon2Parameters(memoryKiB: 64, passes: 2, lanes: 1),
      Argon2Parameters(memoryKiB: 64, passes: 1, lanes: 2),
    ])
  func parameters(changed: Argon2Parameters) async throws {
    let (old, new) = (PasswordHasher(parameters: cheap), PasswordHasher(parameters: changed))
    let hash = try await old.hash("x")
    #expect(try await new.verify("x", against: hash))
    #expect(new.needsRehash(hash) && !old.needsRehash(hash))
    let upgraded = try await new.hash("x")
    #expect(!new.needsRehash(upgraded))
  }

  @Test("says busy when its threads work and its line is full, and recovers")
  func busy() async throws {
    let hasher = PasswordHasher(threads: 2, waiting: 3)
    let results = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<40 {
        group.addTask {
          do throws(PasswordFault) {
            try await hasher.verifyNothing("x")
            return true
          } catch {
            #expect(error == .busy)
            return false
          }
        }
      }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(results[true, default: 0] >= 5)
    #expect(results[false, default: 0] > 0)
    try await hasher.verifyNothing("x")
  }

  @Test(
    "turns away before anything is begun, as soon as its places are taken, and gives them back after faults")
  func places() async throws {
    let hasher = PasswordHasher(parameters: cheap, threads: 1, waiting: 1)
    for _ in 0..<3 {
      let fault = await fault { try await hasher.inLine { throw PasswordFault.tooLong } }
      #expect(fault == .tooLong)
    }
    try await hasher.inLine {
      try await hasher.inLine {
        let third = await fault { try await hasher.inLine { _ = Issue.record("a third began") } }
        #expect(third == .busy)
      }
    }
  }

  private func fault(_ work: () async throws -> Void) async -> PasswordFault? {
    do {
      try await work()
      return nil
    } catch {
      return error as? PasswordFault
    }
  }

  @Test("leaves half of the cores to everybody else")
  func threads() {
    let threads = PasswordHasher.threadsOfThisMachine
    #expect((1...2).contains(threads))
    #expect(threads == 1 || threads * 2 <= ProcessInfo.processInfo.activeProcessorCount)
  }

  @Test("reports what libargon2 refuses")
  func fault() {
    #expect(throws: PasswordFault.argon2(code: -6)) {
      try Argon2id.digest(of: [1], salt: [1, 2, 3], size: 32, cheap)
    }
  }
}
