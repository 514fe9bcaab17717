import Credentials
import Synchronization

extension RandomSource {
  /// The same numbers in every run (SplitMix64).
  static func seeded(_ seed: UInt64) -> RandomSource {
    let state = Counter(seed)
    return RandomSource {
      var word = state.value.withLock { value in
        value &+= 0x9E37_79B9_7F4A_7C15
        return value
      }
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }

  private final class Counter: Sendable {
    let value: Mutex<UInt64>
    init(_ seed: UInt64) { value = Mutex(seed) }
  }
}

extension KeyRing {
  /// Keys of 32 equal bytes: the id's first byte.
  static func sample(_ ids: String..., current: String) throws -> KeyRing {
    var keys: [String: [UInt8]] = [:]
    for id in ids { keys[id] = [UInt8](repeating: id.utf8.first ?? 0, count: 32) }
    return try KeyRing(keys: keys, current: current)
  }
}
