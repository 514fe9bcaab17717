import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A clinic's share of a server")
struct RequestRatesTests {
  private let start = Date(timeIntervalSince1970: 1_772_434_800)

  private func taken(_ rates: RequestRates, of tries: Int, turnsAway: Bool = true, at now: Date) -> Int {
    (0..<tries).count { _ in rates.take(of: "a.localhost", turnsAway: turnsAway, at: now) }
  }

  @Test("is a second's worth at once, and as much each second; others have theirs")
  func share() {
    let rates = RequestRates()
    rates.set(["a.localhost": 10], at: start)
    #expect(taken(rates, of: 20, at: start) == 10)
    #expect(taken(rates, of: 20, at: start + 0.5) == 5)
    #expect(taken(rates, of: 20, at: start + 60) == 10)
    // A clock that was set back gives nothing, and takes nothing.
    #expect(taken(rates, of: 20, at: start) == 0)
    #expect((0..<1000).allSatisfy { _ in rates.take(of: "b.localhost", turnsAway: true, at: start) })
  }

  @Test("is owed by what can't be turned away, for a second at most")
  func owed() {
    let rates = RequestRates()
    rates.set(["a.localhost": 10], at: start)
    _ = taken(rates, of: 500, turnsAway: false, at: start)
    #expect(taken(rates, of: 20, at: start + 0.9) == 0)
    #expect(taken(rates, of: 20, at: start + 1.5) == 5)
  }

  @Test("stays as it is when it is read again, and goes with its limit")
  func read() {
    let rates = RequestRates()
    rates.set(["a.localhost": 10], at: start)
    #expect(taken(rates, of: 20, at: start) == 10)
    rates.set(["a.localhost": 10], at: start)
    #expect(taken(rates, of: 20, at: start) == 0)
    rates.set(["a.localhost": 20], at: start)
    #expect(taken(rates, of: 30, at: start) == 20)
    rates.set([:], at: start)
    #expect(taken(rates, of: 30, at: start) == 30)
  }

  @Test("is set by the operator, noted in the clinic's log, and holds for all its hosts alone")
  func set() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let registry = TenantRegistry(
        connection: test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
      try await registry.limit("riverside", to: 2)
      try await test.clinic.readLimits()
      for host in [test.riverside.host, test.hilltop.host] {
        let admitted = (0..<5).count { _ in test.clinic.takesIn(requestAt: host, turnsAway: true) }
        #expect(admitted == (host == test.riverside.host ? 2 : 5))
      }
      #expect(test.clinic.takesIn(requestAt: test.riverside.host, turnsAway: false))
      let noted = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT detail FROM audit_event WHERE act = 'tenant-limited'"])
      #expect(try noted[0].decode { try $0.next(String.self) } == ["2 requests a second"])
      try await registry.limit("riverside", to: nil)
      try await test.clinic.readLimits()
      #expect(test.clinic.takesIn(requestAt: test.riverside.host, turnsAway: true))
    }
  }

  @Test("is one request a second or more")
  func bounds() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let registry = TenantRegistry(
        connection: test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
      for limit in [0, -1, 100_001] {
        await #expect(throws: TenantFault.limit) { try await registry.limit("riverside", to: limit) }
      }
      for limit in [1, 100_000] { try await registry.limit("riverside", to: limit) }
      await #expect(throws: TenantFault.unknown("nowhere")) { try await registry.limit("nowhere", to: 1) }
    }
  }
}
