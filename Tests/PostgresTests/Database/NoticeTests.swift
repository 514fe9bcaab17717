import Foundation
import Postgres
import Testing

@Suite("The server's notices")
struct NoticeTests {
  @Test("may quote values, so nothing prints them")
  func secrecy() async throws {
    let connection = try TestCluster.settings().connection
    // libpq's default is to write them on the standard error stream, of which a process has only one.
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      [connection = connection as String] in
      let database = try Database(DatabaseSettings(connection: connection), logger: TestCluster.quiet)
      _ = try await database.pipeline(["DO $$ BEGIN RAISE WARNING 'Mary-Secret'; END $$"])
    }
    let printed = try #require(result?.standardErrorContent)
    #expect(!String(decoding: printed, as: UTF8.self).contains("Mary"))
  }
}
