import Testing

@testable import Postgres

@Suite("Who waits for a connection")
struct WaitingLineTests {
  private func exchange(of party: String?) -> Exchange {
    Exchange(.statements([]), .whole, for: party)
  }

  private func parties(_ line: inout WaitingLine) -> [String?] {
    var parties: [String?] = []
    while let next = line.popFirst() { parties.append(next.party) }
    return parties
  }

  @Test("is served in turn with the others, however many one of them sends")
  func turns() {
    var line = WaitingLine()
    for _ in 0..<100 { line.append(exchange(of: "noisy"), until: .never) }
    #expect(line.popFirst()?.party == "noisy")
    for party in ["quiet", nil, "quiet"] { line.append(exchange(of: party), until: .never) }
    #expect(line.count(of: "noisy") == 99 && line.count(of: "quiet") == 2)
    let served = parties(&line)
    #expect(served.prefix(6) == ["quiet", nil, "noisy", "quiet", "noisy", "noisy"])
    #expect(served.count == 102)
  }

  @Test("is served in order among their own")
  func order() {
    var line = WaitingLine()
    let own = (0..<5).map { _ in exchange(of: "own") }
    for exchange in own {
      line.append(exchange, until: .never)
      line.append(self.exchange(of: "other"), until: .never)
    }
    var served: [Exchange] = []
    while let next = line.popFirst() { if next.party == "own" { served.append(next) } }
    #expect(zip(own, served).allSatisfy { $0 === $1 } && served.count == 5)
  }
}
