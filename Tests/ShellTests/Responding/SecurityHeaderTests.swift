import Hummingbird
import Shell
import Testing

@Suite("Every response carries the security headers")
struct SecurityHeaderTests {
  private static let close = "Connection: close\r\n\r\n"

  @Test(
    "pages, errors, redirects, and what the connection itself refuses",
    arguments: [
      "GET / HTTP/1.1\r\nHost: ours.test\r\n\(close)", "GET /nothing HTTP/1.1\r\nHost: ours.test\r\n\(close)",
      "DELETE / HTTP/1.1\r\nHost: ours.test\r\n\(close)", "GET /boom HTTP/1.1\r\nHost: ours.test\r\n\(close)",
      "GET / HTTP/1.1\r\nHost: evil.test\r\n\(close)", "GET / HTTP/1.1\r\n\(close)", "garbage\r\n\r\n",
      "HEAD / HTTP/1.1\r\nHost: ours.test\r\n\(close)",
      "POST /doctors/7 HTTP/1.1\r\nHost: ours.test\r\n\(close)",
      "GET /healthz HTTP/1.1\r\nHost: ours.test\r\n\(close)",
      "GET /stream HTTP/1.0\r\nHost: ours.test\r\n\r\n",
    ])
  func present(_ request: String) async throws {
    let answer = try await TestServer.run { site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say(request)
        try await conversation.wait(for: "\r\n\r\n")
        await site.stop()
        return try await conversation.hearToEnd()
      }
    }
    let response = try #require(RawResponse(text: answer, hasBody: false))
    for field in SecurityHeaders(isBehindTLS: false).fields {
      #expect(response.fields.filter { $0.name == field.name }.map(\.value) == [field.value], "\(field.name)")
    }
    #expect(response["date"]?.hasSuffix(" GMT") == true)
    #expect(response["strict-transport-security"] == nil)
  }

  @Test("the policy allows nothing inside a page, and nobody around it")
  func policy() throws {
    let fields = SecurityHeaders(isBehindTLS: true).fields
    let policy = try #require(fields.first { $0.name == "content-security-policy" }?.value)
    #expect(policy.hasPrefix("default-src 'none';") && !policy.contains("unsafe"))
    #expect(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"))
    // Our own scripts ask our own server, and nobody else's.
    #expect(policy.contains("; connect-src 'self';") && policy.contains("; form-action 'self';"))
    #expect(fields.contains { $0.name == "strict-transport-security" })
  }

  @Test("behind TLS they include HSTS")
  func transport() async throws {
    let response = try await TestServer.run(configure: { $0.isBehindTLS = true }) { try await $0.get("/") }
    #expect(response["strict-transport-security"] == "max-age=63072000; includeSubDomains")
  }

  @Test("a response may set one itself, and then only its own is sent")
  func replaced() async throws {
    let route = SampleRoutes.get("/own", name: "own") { _, _ in
      var response = SampleRoutes.text("own")
      response.headers[.contentSecurityPolicy] = "sandbox"
      return response
    }
    let response = try await TestServer.run(routes: [route]) { try await $0.get("/own") }
    #expect(response.fields.filter { $0.name == "content-security-policy" }.map(\.value) == ["sandbox"])
    #expect(response["x-content-type-options"] == "nosniff")
  }

  @Test("a response can't frame itself, end its line, or run past its length")
  func framing() async throws {
    let routes = [
      SampleRoutes.get("/framed", name: "framed") { _, _ in
        var response = SampleRoutes.text("framed")
        response.headers[.transferEncoding] = "chunked"
        response.headers[.connection] = "keep-alive"
        response.headers[.location] = "/a\r\nX-Evil: 1"
        return response
      },
      SampleRoutes.get("/long", name: "long") { _, _ in
        Response(
          status: .ok, headers: [.contentLength: "3"],
          body: ResponseBody { writer in
            try await writer.write(.init(string: "abcdef"))
            try await writer.finish(nil)
          })
      },
      SampleRoutes.get("/short", name: "short") { _, _ in
        Response(status: .ok, headers: [.contentLength: "30"], body: .init(byteBuffer: .init(string: "abc")))
      },
    ]
    try await TestServer.run(routes: routes) { site in
      let framed = try await site.get("/framed")
      #expect(framed["transfer-encoding"] == nil && framed["x-evil"] == nil && framed.body == "framed")
      #expect(framed.fields.filter { $0.name == "connection" }.map(\.value) == ["close"])
      // Both end the connection, since the next response could not be told from the rest of this one.
      let end = "HTTP/1.1\r\nHost: ours.test\r\n\r\n"
      let long = try await site.ask("GET /long \(end)GET /framed \(end)")
      #expect(long.statuses == [200] && !long.contains("abcdef"))
      let short = try await site.ask("GET /short \(end)GET /framed \(end)")
      #expect(short.statuses == [200] && short.hasSuffix("\r\n\r\nabc"))
    }
  }
}
