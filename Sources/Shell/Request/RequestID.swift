internal import Synchronization

/// Names one request: in the log, and to a person as the reference number on an error page.
///
/// Thirteen characters of Crockford's base 32, which has no I, L, O or U to misread on the telephone.
/// Unique within a process, and to all practical purposes across processes.
public struct RequestID: Sendable, Hashable, CustomStringConvertible {
  let value: UInt64

  /// The next id of this process.
  public init() {
    let count = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
    value = Self.mixed(Self.seed &+ count &* 0x9E37_79B9_7F4A_7C15)
  }

  private static let seed = UInt64.random(in: .min ... .max)
  private static let count = Atomic<UInt64>(0)

  /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a permutation, so no id repeats.
  private static func mixed(_ seed: UInt64) -> UInt64 {
    var z = seed
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  public var description: String {
    String(unsafeUninitializedCapacity: 13) { characters in
      for position in 0..<13 {
        characters[position] = Self.alphabet[Int(value >> (60 - 5 * position) & 31)]
      }
      return 13
    }
  }

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
