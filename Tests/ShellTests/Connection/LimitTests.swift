import Shell
import Testing

@Suite("What is too large or too many is refused")
struct LimitTests {
  private let ours = "Host: ours.test\r\n"

  @Test("a target up to its limit is served, beyond it 414", arguments: [(200, 404), (201, 414)])
  func target(_ length: Int, _ status: Int) async throws {
    let answer = try await TestServer.run(configure: { $0.maximumTargetBytes = 200 }) { [ours] site in
      let path = "/" + String(repeating: "a", count: length - 1)
      return try await site.ask("GET \(path) HTTP/1.1\r\n\(ours)Connection: close\r\n\r\n")
    }
    #expect(answer.statuses == [status])
  }

  @Test("a target that never ends is refused before it fills the memory")
  func endlessTarget() async throws {
    let answer = try await TestServer.run { site in
      try await site.ask("GET /" + String(repeating: "a", count: 200_000))
    }
    // The parser counts an unfinished target among the fields.
    #expect(answer.statuses == [431])
  }

  @Test("fields up to their limit are served, beyond it 431", arguments: [(900, 200), (1100, 431)])
  func fields(_ length: Int, _ status: Int) async throws {
    let answer = try await TestServer.run(configure: { $0.maximumHeaderBytes = 1000 }) { [ours] site in
      let field = String(repeating: "a", count: length - 40)
      return try await site.ask("GET / HTTP/1.1\r\n\(ours)Connection: close\r\nX: \(field)\r\n\r\n")
    }
    #expect(answer.statuses == [status])
  }

  @Test("so are many small fields", arguments: [(18, 200), (21, 431)])
  func fieldCount(_ count: Int, _ status: Int) async throws {
    let answer = try await TestServer.run(configure: { $0.maximumHeaderFields = 20 }) { [ours] site in
      let fields = (0..<(count - 2)).map { "X-\($0): y\r\n" }.joined()
      return try await site.ask("GET / HTTP/1.1\r\n\(ours)Connection: close\r\n\(fields)\r\n")
    }
    #expect(answer.statuses == [status])
  }

  @Test(
    "a body of announced length up to the limit is served, beyond it 413",
    arguments: [(1000, 200), (1001, 413)])
  func body(_ length: Int, _ status: Int) async throws {
    let answer = try await TestServer.run(configure: { $0.maximumBodyBytes = 1000 }) { [ours] site in
      let body = String(repeating: "a", count: length)
      return try await site.ask(
        "POST /echo HTTP/1.1\r\n\(ours)Connection: close\r\nContent-Length: \(length)\r\n\r\n\(body)")
    }
    #expect(answer.statuses == [status])
  }

  @Test("so is one in chunks", arguments: [(10, 200), (11, 413)])
  func chunkedBody(_ chunks: Int, _ status: Int) async throws {
    let answer = try await TestServer.run(configure: { $0.maximumBodyBytes = 1000 }) { [ours] site in
      let chunk = "64\r\n\(String(repeating: "a", count: 100))\r\n"
      return try await site.ask(
        """
        POST /echo HTTP/1.1\r\n\(ours)Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n\
        \(String(repeating: chunk, count: chunks))0\r\n\r\n
        """)
    }
    #expect(answer.statuses == [status])
  }

  @Test("a client that goes on sending is not cut off before it can hear why it was refused")
  func lingering() async throws {
    try await TestServer.run(configure: { $0.maximumBodyBytes = 1000 }) { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("POST /echo HTTP/1.1\r\n\(ours)Content-Length: 3000000\r\n\r\n")
        #expect(try await conversation.hearToEnd().statuses == [413])
        // Had the server closed for good, the first of these would be answered by a reset, and the last fail.
        for _ in 0..<8 {
          try await conversation.say("more")
          try await Task.sleep(for: .milliseconds(100))
        }
      }
    }
  }

  @Test(
    "one connection too many is told 503; once another ends, there is room again", .timeLimit(.minutes(1)))
  func connections() async throws {
    try await TestServer.run(configure: { $0.maximumConnections = 2 }) { [ours] site in
      try await RawClient.talk(to: site.port) { first in
        try await first.say("GET / HTTP/1.1\r\n\(ours)\r\n")
        _ = try await first.hearResponse()
        try await RawClient.talk(to: site.port) { second in
          try await second.say("GET / HTTP/1.1\r\n\(ours)\r\n")
          #expect(try await second.hearResponse().status == 200)
          let refused = try await site.ask("GET / HTTP/1.1\r\n\(ours)\r\n")
          #expect(refused.statuses == [503])
          #expect(RawResponse(text: refused)?["retry-after"] != nil)
        }
      }
      var status: Int?
      while status != 200 {
        status = try await site.ask("GET / HTTP/1.1\r\n\(ours)Connection: close\r\n\r\n").status
      }
    }
  }
}
