/// Random numbers that are the same for the same seed, on every machine: xoshiro256** by Blackman and Vigna
/// (https://prng.di.unimi.it), its state filled by SplitMix64 as they recommend. For tests and demo data,
/// never for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  public init(seed: UInt64) {
    var filler = SplitMix64(state: seed)
    self.init(state: (filler.next(), filler.next(), filler.next(), filler.next()))
  }

  /// - Precondition: not all zero, from which the algorithm would never move.
  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (a, b, c, d) = state
  }

  /// A generator of its own for each part of the work, so that a change in one part leaves the others as
  /// they were.
  public init(seed: UInt64, part: String) {
    // FNV-1a, because `Hasher` is seeded anew in every process.
    let hash = part.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    self.init(seed: seed ^ hash)
  }

  public mutating func next() -> UInt64 {
    let result = (b &* 5).rotated(left: 7) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = d.rotated(left: 45)
    return result
  }
}

struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension UInt64 {
  fileprivate func rotated(left bits: UInt64) -> UInt64 {
    self << bits | self >> (64 - bits)
  }
}
