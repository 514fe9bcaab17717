import Shell
import Testing

@Suite("The access log")
struct AccessLogTests {
  @Test("has a line for each request, with its pattern and without anything from its path, query or fields")
  func lines() async throws {
    let log = try await TestServer.run { site in
      _ = try await site.get("/doctors/4711?name=Miller", fields: "Cookie: secret\r\n")
      _ = try await site.get("/unknown/4711")
      _ = try await site.get("/doctors/4711", method: "MILLER")
      return site.log.all
    }
    let lines = log.filter { $0.hasPrefix("info request ") }
    #expect(lines.count == 2 || lines.count == 3)
    #expect(
      lines[0].contains("method=GET") && lines[0].contains("route=/doctors/:id")
        && lines[0].contains("status=200"))
    #expect(lines[0].contains("request=") && lines[0].contains("microseconds="))
    #expect(lines[1].contains("route=- status=404"))
    for secret in ["4711", "Miller", "MILLER", "secret", "unknown", "ours.test", "127.0.0.1"] {
      #expect(!log.filter { !$0.contains("Server started") }.joined().contains(secret), "\(secret)")
    }
  }

  @Test("calls each request by a name of its own")
  func ids() {
    var ids: Set<String> = []
    for _ in 0..<10_000 { ids.insert(RequestID().description) }
    #expect(ids.count == 10_000)
    #expect(
      ids.allSatisfy { $0.count == 13 && $0.allSatisfy { "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains($0) } })
  }
}
