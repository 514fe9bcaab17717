import Testing

@testable import Postgres

@Suite("Of a pool's connections a party may have")
struct SharesTests {
  private final class Connection {}

  private let noisy = Party.named("noisy")
  private let quiet = Party.named("quiet")

  private func at(_ seconds: Double) -> Deadline {
    Deadline(nanoseconds: Int64(seconds * 1_000_000_000))
  }

  /// How many it can have, beside what was noted.
  private func most(of party: Party, _ shares: Shares, at now: Deadline) -> Int {
    var shares = shares
    var count = 0
    while count < 100, shares.mayServe(party, at: now) {
      // Kept, so that no two are the same.
      let connection = Connection()
      kept.value.append(connection)
      shares.serves(party, on: connection, at: now)
      count += 1
    }
    return count
  }

  private final class Kept { var value: [Connection] = [] }
  private let kept = Kept()

  @Test("all while it is alone, however much it sends")
  func alone() {
    var shares = Shares(size: 16)
    for second in 0..<10 { shares.note(noisy, at: at(Double(second))) }
    #expect(most(of: noisy, shares, at: at(10)) == 16)
  }

  @Test(
    "an eighth beside one who is at work, a quarter beside one who is there, and all again when they left")
  func beside() {
    var shares = Shares(size: 16)
    shares.note(quiet, at: at(0))
    shares.note(noisy, at: at(0.5))
    #expect(most(of: noisy, shares, at: at(0.999)) == 2)
    #expect(most(of: noisy, shares, at: at(1)) == 4)
    for second in 1..<40 { shares.note(noisy, at: at(Double(second))) }
    #expect(most(of: noisy, shares, at: at(29.999)) == 4)
    #expect(most(of: noisy, shares, at: at(30)) == 16)
    #expect(most(of: quiet, shares, at: at(39.5)) == 2)
  }

  @Test("one at least")
  func least() {
    var shares = Shares(size: 2)
    shares.note(quiet, at: at(0))
    shares.note(noisy, at: at(0))
    #expect(most(of: noisy, shares, at: at(0)) == 1)
  }

  @Test("one more for each that it gives back")
  func givenBack() {
    var shares = Shares(size: 8)
    shares.note(quiet, at: at(0))
    shares.note(noisy, at: at(0))
    let connection = Connection()
    shares.serves(noisy, on: connection, at: at(0))
    #expect(!shares.mayServe(noisy, at: at(0)) && shares.mayServe(quiet, at: at(0)))
    shares.isDone(connection, at: at(0))
    shares.isDone(connection, at: at(0))
    #expect(most(of: noisy, shares, at: at(0)) == 1)
  }

  @Test("none while it rests: beside one who is at work as long as it worked, and no longer than 20 ms")
  func rest() {
    var shares = Shares(size: 8)
    let connection = Connection()
    func works(from start: Double, to end: Double) {
      shares.serves(noisy, on: connection, at: at(start))
      shares.isDone(connection, at: at(end))
    }
    shares.note(noisy, at: at(0))
    works(from: 0, to: 0.005)
    #expect(shares.mayServe(noisy, at: at(0.005)) && shares.restsEnd == .never)
    shares.note(quiet, at: at(0.01))
    works(from: 0.01, to: 0.015)
    #expect(!shares.mayServe(noisy, at: at(0.0199)) && shares.mayServe(quiet, at: at(0.0199)))
    shares.forgetRests(until: at(0.0199))
    #expect(shares.restsEnd == at(0.02) && shares.mayServe(noisy, at: at(0.02)))
    shares.forgetRests(until: at(0.02))
    #expect(shares.restsEnd == .never)
    works(from: 0.1, to: 0.5)
    #expect(!shares.mayServe(noisy, at: at(0.519)) && shares.mayServe(noisy, at: at(0.52)))
    works(from: 1, to: 1.01)
    #expect(shares.mayServe(noisy, at: at(1.01)))
  }

  @Test("all beside strangers, who have a share themselves beside others; the program has no share")
  func others() {
    var shares = Shares(size: 8)
    shares.note(.strangers, at: at(0))
    shares.note(.program, at: at(0))
    #expect(most(of: noisy, shares, at: at(0)) == 8)
    shares.note(noisy, at: at(0))
    #expect(most(of: .strangers, shares, at: at(0)) == 1)
    #expect(most(of: .program, shares, at: at(0)) == 100)
  }
}
