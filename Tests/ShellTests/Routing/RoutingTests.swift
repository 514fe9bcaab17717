import Hummingbird
import Shell
import Testing

@Suite("A request finds its route")
struct RoutingTests {
  private func answer(_ method: String = "GET", _ path: String) async throws -> RawResponse {
    try await TestServer.run { try await $0.get(path, method: method) }
  }

  @Test(
    "by the parts of its path",
    arguments: [
      ("/", "home"), ("/doctors/7", "doctor 7"), ("/doctors/new", "new doctor"),
      ("/doctors/n%65w", "new doctor"),
      ("/doctors/J%C3%B6rg%20M.", "doctor Jörg M."), ("/doctors/7?new", "doctor 7"),
      ("/doctors/a+b", "doctor a+b"),
      ("/doctors/%2e%2e%2e", "doctor ..."),
    ])
  func found(_ path: String, _ body: String) async throws {
    #expect(try await answer("GET", path).body == body)
  }

  @Test(
    "or gets 404", arguments: ["/doctors", "/doctors/", "/doctors/7/", "/doctors/7/x", "/Doctors/7", "/x"])
  func notFound(_ path: String) async throws {
    let answer = try await answer("GET", path)
    #expect(answer.status == 404)
    #expect(answer.body == "page 404 -")
  }

  @Test("a literal that leads nowhere gives way to a parameter")
  func backtracking() async throws {
    let routes = [
      SampleRoutes.get("/a/b/c", name: "1") { _, _ in SampleRoutes.text("literal") },
      SampleRoutes.get("/a/:x/d", name: "2") { _, context in SampleRoutes.text(context.parameters["x"] ?? "")
      },
    ]
    let bodies = try await TestServer.run(routes: routes) { site in
      [try await site.get("/a/b/d").body, try await site.get("/a/b/c").body]
    }
    #expect(bodies == ["b", "literal"])
  }

  @Test(
    "a method that the path does not have gets 405 and the ones it has",
    arguments: [
      ("OPTIONS", "/doctors/7", "GET, HEAD, POST"), ("DELETE", "/doctors/new", "GET, HEAD"),
      ("GET", "/echo", "POST"),
      ("HEAD", "/echo", "POST"), ("PROPFIND", "/", "GET, HEAD"), ("TRACE", "/", "GET, HEAD"),
    ])
  func wrongMethod(_ method: String, _ path: String, _ allowed: String) async throws {
    let answer = try await answer(method, path)
    #expect(answer.status == 405)
    #expect(answer["allow"] == allowed)
  }

  @Test("the health of the process is told to any host, and whether it is ready", arguments: [true, false])
  func health(_ isReady: Bool) async throws {
    let (health, ready, head) = try await TestServer.run(isReady: isReady) { site in
      let end = "HTTP/1.1\r\nHost: 10.0.0.7\r\nConnection: close\r\n\r\n"
      return (
        try await site.ask("GET /healthz \(end)"), try await site.ask("GET /readyz \(end)"),
        try await site.ask("POST /healthz \(end)")
      )
    }
    #expect(health.status == 200 && health.hasSuffix("ok\n"))
    #expect(ready.status == (isReady ? 200 : 503))
    #expect(head.status == 405)
  }
}
