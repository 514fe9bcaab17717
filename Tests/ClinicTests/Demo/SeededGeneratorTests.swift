import Testing

@testable import ClinicTesting

@Suite("A seeded generator")
struct SeededGeneratorTests {
  @Test("gives the numbers of the reference xoshiro256**")
  func reference() {
    // From the state 1, 2, 3, 4: the vector of the Rust crate rand_xoshiro, made with the authors' C code.
    var generator = SeededGenerator(state: (1, 2, 3, 4))
    let numbers = (0..<4).map { _ in generator.next() }
    #expect(numbers == [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
  }

  @Test("is filled by the reference SplitMix64")
  func filling() {
    var filler = SplitMix64(state: 1_234_567)
    let numbers = (0..<3).map { _ in filler.next() }
    #expect(numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  @Test("gives each part of the work numbers of its own")
  func parts() {
    var one = SeededGenerator(seed: 1, part: "patients")
    var same = SeededGenerator(seed: 1, part: "patients")
    var other = SeededGenerator(seed: 1, part: "diary")
    let first = one.next()
    #expect(first == same.next())
    #expect(first != other.next())
  }

  @Test("picks by weight, and never what weighs nothing")
  func weights() {
    var generator = SeededGenerator(seed: 1)
    let picks = (0..<1000).map { _ in generator.pick(["often": 90, "seldom": 10, "never": 0]) }
    #expect(picks.count { $0 == "often" } > 800)
    #expect(picks.contains("seldom"))
    #expect(!picks.contains("never"))
  }
}
