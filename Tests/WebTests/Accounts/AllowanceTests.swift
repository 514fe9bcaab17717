import FoundationEssentials
import Testing

@testable import Web

@Suite("An allowance")
struct AllowanceTests {
  private let start = Date(timeIntervalSince1970: 1_772_434_800)

  @Test("is used up after so many, comes back with time, and grows no further than it was")
  func burst() {
    let allowance = Allowance(burst: 3, perSecond: 2)
    func taken(at seconds: TimeInterval) -> Int {
      (0..<10).count { _ in allowance.take("203.0.113.7", at: start + seconds) }
    }
    #expect(taken(at: 0) == 3)
    #expect(taken(at: 0.49) == 0)
    #expect(taken(at: 0.5) == 1)
    #expect(taken(at: 1.5) == 2)
    #expect(taken(at: 3600) == 3)
    // A clock that is set back gives nothing away.
    #expect(taken(at: 0) == 0)
    #expect(taken(at: 0.5) == 1)
  }

  @Test("is each network's own, but for those that share a place")
  func networks() {
    let many = Allowance(burst: 1, perSecond: 1, places: 1 << 20)
    #expect(many.take("203.0.113.7", at: start) && many.take("203.0.113.8", at: start))
    #expect(!many.take("203.0.113.7", at: start))
    let one = Allowance(burst: 1, perSecond: 1, places: 1)
    #expect(one.take("203.0.113.7", at: start) && !one.take("203.0.113.8", at: start))
  }
}
