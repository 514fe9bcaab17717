import Postgres
import Testing

@Suite("Large results")
struct LargeResultTests {
  @Test("of 100 MB arrive, and others are served meanwhile")
  func hundredMegabytes() async throws {
    let database = try TestCluster.database { $0.statementTimeout = .seconds(60) }
    _ = try await database.pipeline(["SELECT 1"])
    async let large = database.pipeline(["SELECT repeat('x', 1000) FROM generate_series(1, 100000)"])
    for index in 0..<20 {
      let rows = try await database.pipeline(["SELECT \(index)"])[0]
      #expect(try rows.decode { row in try row.next(Int.self) } == [index])
    }
    let rows = try await large[0]
    #expect(rows.count == 100_000)
    let lengths = try rows.decode { row in try row.next(String.self).utf8.count }
    #expect(lengths.reduce(0, +) == 100_000_000)
  }

  @Test("of a single value of 100 MB arrive")
  func singleValue() async throws {
    let database = try TestCluster.database { $0.statementTimeout = .seconds(60) }
    let rows = try await database.pipeline(["SELECT convert_to(repeat('x', 100000000), 'UTF8')"])[0]
    #expect(try rows.decode { row in try row.next([UInt8].self).count } == [100_000_000])
  }
}
