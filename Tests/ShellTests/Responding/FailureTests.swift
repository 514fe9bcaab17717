import Hummingbird
import Shell
import Testing

@Suite("What goes wrong gets a page")
struct FailureTests {
  @Test("an error that says its status keeps it, and its words")
  func known() async throws {
    let response = try await TestServer.run { try await $0.get("/closed") }
    #expect(response.status == 409)
    #expect(response.body == "page 409 Taken.")
  }

  @Test(
    "one that nobody foresaw is 500 with a reference that the log knows; what it quotes is in neither"
  )
  func unforeseen() async throws {
    let (response, log) = try await TestServer.run { (try await $0.get("/boom"), $0.log.all) }
    #expect(response.status == 500)
    let reference = try #require(response.body.split(separator: " ").last)
    #expect(reference.count == 13)
    let line = try #require(log.first { $0.hasPrefix("error") })
    #expect(line == "error request failed error=ShellTests.Secret request=\(reference) route=/boom")
    #expect(!log.joined().contains("Miller") && !response.body.contains("Miller"))
  }

  @Test("an error that vouches for its words is logged with them")
  func safe() async throws {
    let log = try await TestServer.run { site in
      _ = try await site.get("/safe")
      return site.log.all
    }
    #expect(log.contains { $0.contains("error=ShellTests.SafeFault: sqlstate 23P01") })
  }

  @Test("a page that fails itself is replaced by a plain one")
  func plain() async throws {
    let response = try await TestServer.run(errorPages: { _, _, _ in throw SafeFault() }) {
      try await $0.get("/x")
    }
    #expect(response.status == 404)
    #expect(response.body.hasPrefix("404 Not Found\nReference: "))
  }

  @Test("a page keeps the status of its failure, whatever it says itself")
  func status() async throws {
    let response = try await TestServer.run(errorPages: { _, _, _ in SampleRoutes.text("sorry") }) {
      try await $0.get("/x")
    }
    #expect(response.status == 404 && response.body == "sorry")
  }
}
