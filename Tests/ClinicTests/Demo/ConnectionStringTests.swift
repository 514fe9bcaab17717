import Testing

@testable import ClinicTesting

@Suite("A connection string")
struct ConnectionStringTests {
  @Test(
    "takes other settings in each of its forms",
    arguments: [
      ("host=/tmp user=postgres", "host=/tmp user=postgres user=app dbname=x"),
      (
        "postgresql://postgres@localhost:5432/postgres",
        "postgresql://postgres@localhost:5432/postgres?user=app&dbname=x"
      ),
      ("postgres:///postgres?host=/tmp", "postgres:///postgres?host=/tmp&user=app&dbname=x"),
    ])
  func settings(given: String, expected: String) {
    #expect(ConnectionString(text: given).with(["user": "app", "dbname": "x"]).text == expected)
  }
}
