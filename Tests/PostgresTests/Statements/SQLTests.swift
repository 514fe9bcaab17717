import Foundation
import Postgres
import Testing

@Suite("Statements")
struct SQLTests {
  @Test("show placeholders where values were written")
  func placeholders() {
    let name = "O'Hara"
    let sql: SQL = "SELECT \(1) WHERE name = \(name) AND id = \(UUID?.none)"
    #expect(sql.description == "SELECT $1 WHERE name = $2 AND id = $3")
  }

  @Test("number their placeholders anew when they are put together")
  func composition() {
    let condition: SQL = "a = \(1) OR a = '$9' OR b = \(2)"
    let sql: SQL = "SELECT \(0) WHERE \(condition) AND c = \(3) AND (\(condition))"
    #expect(
      sql.description
        == "SELECT $1 WHERE a = $2 OR a = '$9' OR b = $3 AND c = $4 AND (a = $5 OR a = '$9' OR b = $6)")
    #expect(("x = \(1)" + " AND y = \(2)" as SQL).description == "x = $1 AND y = $2")
  }

  @Test("find their places behind the tenth value and behind letters of several bytes")
  func manyValues() async throws {
    let list = (1...12).map { "\($0)::int8 || 'ü€👩'" as SQL }.joined()
    let rows = try await TestCluster.database().pipeline(["SELECT ARRAY[\(list)] , \(99)"])
    var row = rows[0][0]
    #expect(try row.next([String].self) == (1...12).map { "\($0)ü€👩" })
    #expect(try row.next(Int.self) == 99)
  }

  @Test("join lists with what stands between")
  func joined() {
    let ids: [SQL] = [1, 2, 3].map { "\($0)" }
    #expect(ids.joined().description == "$1, $2, $3")
    #expect(ids.joined(separator: " OR \(0) OR ").description == "$1 OR $2 OR $3 OR $4 OR $5")
    #expect([SQL]().joined().description == "")
  }

  @Test("take unchecked text only where it is called unsafe")
  func unsafeText() {
    #expect(
      ("SELECT * FROM \(unsafe: "t") WHERE a = \(1)" as SQL).description == "SELECT * FROM t WHERE a = $1")
  }

  @Test("show their values nowhere")
  func secrecy() {
    let secret = "Mary-Secret"
    let sql: SQL = "SELECT \(secret), \(Array(secret.utf8)), \(JSONB(secret))"
    var dumped = ""
    dump(sql, to: &dumped)
    dump([sql], to: &dumped)
    dump(JSONB(secret), to: &dumped)
    for text in ["\(sql)", String(reflecting: sql), "\([sql])", String(describing: Optional(sql)), dumped] {
      #expect(!text.contains(secret))
      #expect(!text.contains("77"), "the M of the secret as a number")
    }
  }
}
