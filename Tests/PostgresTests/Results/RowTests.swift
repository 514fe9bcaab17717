import Postgres
import Testing

@Suite("Rows")
struct RowTests {
  let database: Database

  init() throws {
    database = try TestCluster.database()
  }

  struct Person: Equatable {
    let id: Int
    let name: String
    let nickname: String?
  }

  @Test("are read column by column")
  func columns() async throws {
    let rows = try await database.pipeline([
      "SELECT * FROM (VALUES (1, 'Ann', NULL), (2, 'Bob', 'Bobby')) AS v(id, name, nickname) ORDER BY id"
    ])[0]
    let people = try rows.decode { row in
      try Person(id: row.next(), name: row.next(), nickname: row.next())
    }
    #expect(
      people == [Person(id: 1, name: "Ann", nickname: nil), Person(id: 2, name: "Bob", nickname: "Bobby")])
    #expect(rows.columnNames == ["id", "name", "nickname"])
    var last = try #require(rows.last)
    last.skip()
    #expect(try last.next(String.self) == "Bob")
  }

  @Test("outlive the connection they came on")
  func lifetime() async throws {
    let rows: Rows
    do {
      let database = try TestCluster.database()
      rows = try await database.pipeline(["SELECT 'kept' FROM generate_series(1, 100)"])[0]
      await database.close()
    }
    #expect(try rows.decode { row in try row.next(String.self) } == Array(repeating: "kept", count: 100))
  }

  @Test("tell which column is NULL, missing, or of another type")
  func faults() async throws {
    let rows = try await database.pipeline(["SELECT NULL::text AS a, 'Mary' AS b"])[0]
    var row = rows[0]
    #expect(throws: RowError(column: 0, name: "a", cause: .null)) { try row.next(String.self) }
    #expect(throws: RowError(column: 1, name: "b", cause: .value(.unreadable(.text)))) {
      try row.next(Int?.self)
    }
    #expect(throws: RowError(column: 2, name: nil, cause: .missing)) { try row.next(String?.self) }
    let error = RowError(column: 1, name: "b", cause: .value(.unreadable(.text)))
    #expect("\(error)" == "column 1 (b): text is not read into this type")
  }

  @Test("say how many were affected")
  func affected() async throws {
    let table: SQL = "\(unsafe: TestCluster.uniqueName())"
    let results = try await database.pipeline([
      "CREATE TABLE \(table) (n int)", "INSERT INTO \(table) SELECT generate_series(1, 7)",
      "UPDATE \(table) SET n = 0 WHERE n > 4", "SELECT n FROM \(table)", "DELETE FROM \(table) WHERE false",
    ])
    #expect(results.map(\.affected) == [0, 7, 3, 7, 0])
    #expect(results.map(\.count) == [0, 0, 0, 7, 0])
  }

  @Test("show no values")
  func secrecy() async throws {
    let rows = try await database.pipeline(["SELECT 'Mary-Secret'"])[0]
    var dumped = ""
    dump(rows, to: &dumped)
    dump(rows[0], to: &dumped)
    for text in ["\(rows)", String(reflecting: rows), "\(rows[0])", String(reflecting: rows[0]), dumped] {
      #expect(!text.contains("Mary"))
    }
    #expect("\(rows)" == "1 rows")
  }
}
