import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Eight lanes of random acts against one database, and against what the answers say must be in it.
///
/// `POLYCLINIC_TEST_ACTS` is how many, `POLYCLINIC_TEST_SEED` which. The order in which lanes meet is the machine's, so
/// a seed brings the same acts, and not quite the same answers.
@Suite("Random acts")
struct RandomActsTests {
  static let lanes = 8
  static let rounds = 20

  private static func setting(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment["POLYCLINIC_TEST_\(name)"].flatMap { Int($0) }
  }

  @Test("leave nothing overlapping and lose nothing that was acknowledged")
  func randomActs() async throws {
    let acts = Self.setting("ACTS") ?? 20_000
    let seed = Self.setting("SEED").map(UInt64.init) ?? UInt64.random(in: 0..<1_000_000)
    try await TestClinic.using { test in
      var stage = try await ProofStage.set(test)
      var lanes = try await Self.lanes(on: stage, seed: seed)
      for round in 1...Self.rounds {
        await Self.run(&lanes, acts: acts / Self.rounds / Self.lanes)
        var ledger = Ledger()
        for lane in lanes { ledger.merge(lane.ledger) }
        try #require(ledger.contradictions.prefix(5) == [], "seed \(seed), round \(round)")
        try #require(lanes.flatMap(\.faults).prefix(5) == [], "seed \(seed), round \(round)")
        try await stage.compare(ledger, lanes, "seed \(seed), round \(round)")
        test.clock.advance(by: 240)
        try await stage.readVersions(ledger.away.values.filter { $0.until == nil })
        for index in lanes.indices { lanes[index].standStill(on: stage) }
      }
      let outcomes = lanes.reduce(into: [String: Int]()) { all, lane in
        all.merge(lane.outcomes, uniquingKeysWith: +)
      }
      print("    \(outcomes.values.reduce(0, +)) acts, seed \(seed): \(outcomes.sorted { $0.key < $1.key })")
    }
  }

  private static func lanes(on stage: ProofStage, seed: UInt64) async throws -> [Lane] {
    let ticks = Ticks()
    var lanes: [Lane] = []
    for number in 0..<Self.lanes {
      var people: [Lane.Person] = []
      for person in 0..<6 { people.append(try await stage.person(from: "198.51.\(number).\(person)")) }
      lanes.append(
        Lane(on: stage, ticks, people, SeededGenerator(seed: seed, part: "lane \(number)")))
    }
    return lanes
  }

  private static func run(_ lanes: inout [Lane], acts: Int) async {
    lanes = await withTaskGroup(of: Lane.self) { group in
      for lane in lanes {
        group.addTask {
          var lane = lane
          await lane.act(times: acts)
          return lane
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }
}
