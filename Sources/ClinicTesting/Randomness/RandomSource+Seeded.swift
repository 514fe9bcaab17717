public import Credentials
internal import Synchronization

extension RandomSource {
  /// Predictable, for tests and demo data: the same numbers for the same seed.
  public static func seeded(_ seed: UInt64, part: String = "") -> RandomSource {
    let shared = SharedGenerator(SeededGenerator(seed: seed, part: part))
    return RandomSource { shared.next() }
  }
}

/// A source is drawn from by any thread, so its generator needs a lock.
private final class SharedGenerator: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(_ generator: SeededGenerator) {
    self.generator = Mutex(generator)
  }

  func next() -> UInt64 {
    generator.withLock { $0.next() }
  }
}
