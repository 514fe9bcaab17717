import CivilTime
import ClinicTesting
import FoundationEssentials
import Testing

@testable import Clinic

/// The search for free times beside the oracle. `POLYCLINIC_TEST_CASES` is how many; `POLYCLINIC_TEST_SEED` is one case
/// alone, as a failure names it.
@Suite("Free times")
struct OracleTests {
  private static let zones = TimeZoneDatabase()

  private static func setting(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment["POLYCLINIC_TEST_\(name)"].flatMap { Int($0) }
  }

  @Test("are those that the rules give, in clinics that chance made")
  func random() throws {
    let seeds =
      Self.setting("SEED").map { UInt64($0)...UInt64($0) } ?? 1...UInt64(Self.setting("CASES") ?? 1000)
    var offered = 0
    for seed in seeds {
      var one = try OracleCase(seed: seed, Self.zones)
      one.makeGroup(at: oracle(one).offered(on: one.days))
      let expected = oracle(one).offered(on: one.days)
      let found = search(one).slots(on: one.days).map {
        Oracle.Offered(start: $0.during.lowerBound, location: $0.location, places: $0.places)
      }
      offered += expected.count
      if found == expected { continue }
      let (missing, spare) = (Set(expected).subtracting(found), Set(found).subtracting(expected))
      Issue.record(
        "case \(seed), \(one.zone.identifier): missing \(Self.few(missing)), too many \(Self.few(spare)), by \(one.rules)"
      )
      if seeds.count == 1 { dump(one.schedule) }
    }
    #expect(offered > 5 * seeds.count)
  }

  private static func few(_ offered: Set<Oracle.Offered>) -> ArraySlice<Oracle.Offered> {
    offered.sorted { $0.start < $1.start }.prefix(4)
  }

  private func search(_ one: OracleCase) -> SlotSearch {
    SlotSearch(
      of: OracleCase.practitioner, for: one.healthcareService, isFirstVisit: one.isFirstVisit,
      in: one.schedule,
      zone: one.zone, at: one.now)
  }

  private func oracle(_ one: OracleCase) -> Oracle {
    let start = one.zone.startOfDay(one.days.lowerBound.adding(days: -1))
    return Oracle(
      one.schedule, of: OracleCase.practitioner, for: one.healthcareService, isFirstVisit: one.isFirstVisit,
      zone: one.zone, at: one.now,
      on: Oracle.Wall(one.zone, from: start, minutes: one.unit, pieces: 6 * 1440 / one.unit))
  }
}
