import Testing

@testable import Postgres

@Suite("Who waits for a connection")
struct WaitingLineTests {
  private let noisy = Party.named("noisy")
  private let quiet = Party.named("quiet")

  private func exchange(of party: Party) -> Exchange {
    Exchange(.statements([]), .whole, for: party)
  }

  private func parties(_ line: inout WaitingLine) -> [Party] {
    var parties: [Party] = []
    while let next = line.popFirst { _ in true } { parties.append(next.party) }
    return parties
  }

  @Test("is served in turn with the others, however many one of them sends")
  func turns() {
    var line = WaitingLine()
    for _ in 0..<100 { line.append(exchange(of: noisy), until: .never) }
    #expect(line.popFirst { _ in true }?.party == noisy)
    for party in [quiet, .program, quiet] { line.append(exchange(of: party), until: .never) }
    #expect(line.count(of: noisy) == 99 && line.count(of: quiet) == 2)
    let served = parties(&line)
    #expect(served.prefix(6) == [quiet, .program, noisy, quiet, noisy, noisy])
    #expect(served.count == 102)
  }

  @Test("is passed over while they have their share")
  func share() {
    var line = WaitingLine()
    for party in [noisy, noisy, quiet] { line.append(exchange(of: party), until: .never) }
    #expect(line.popFirst { $0 != noisy }?.party == quiet)
    #expect(line.popFirst { $0 != noisy } == nil && line.count == 2)
  }

  @Test("is served in order among their own")
  func order() {
    var line = WaitingLine()
    let own = (0..<5).map { _ in exchange(of: .named("own")) }
    for exchange in own {
      line.append(exchange, until: .never)
      line.append(self.exchange(of: .named("other")), until: .never)
    }
    var served: [Exchange] = []
    while let next = line.popFirst { _ in true } { if next.party == .named("own") { served.append(next) } }
    #expect(zip(own, served).allSatisfy { $0 === $1 } && served.count == 5)
  }
}
