import Testing

@Suite("A connection carries one exchange after the other")
struct ExchangeTests {
  private let ours = "Host: ours.test\r\n"

  @Test("it stays open, and each request gets its answer")
  func keepAlive() async throws {
    try await TestServer.run { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        for id in ["1", "2", "3"] {
          try await conversation.say("GET /doctors/\(id) HTTP/1.1\r\n\(ours)\r\n")
          #expect(try await conversation.hearResponse().body == "doctor \(id)")
        }
      }
    }
  }

  @Test("requests sent at once are answered in their order")
  func pipelining() async throws {
    let answer = try await TestServer.run { [ours] site in
      try await site.ask(
        """
        GET /slow HTTP/1.1\r\n\(ours)\r\nPOST /echo HTTP/1.1\r\n\(ours)Content-Length: 4\r\n\r\nbody\
        GET /doctors/7 HTTP/1.1\r\n\(ours)Connection: close\r\n\r\n
        """)
    }
    #expect(answer.statuses == [200, 200, 200])
    let order = ["slow", "4 bytes", "doctor 7"].compactMap {
      answer.firstRange(of: "\r\n\r\n\($0)")?.lowerBound
    }
    #expect(order.count == 3 && order == order.sorted())
  }

  @Test("what is refused comes after the answers that are owed")
  func refusalInOrder() async throws {
    let answer = try await TestServer.run { [ours] site in
      try await site.ask(
        "GET /slow HTTP/1.1\r\n\(ours)\r\nGET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\(ours)\r\n")
    }
    #expect(answer.statuses == [200, 400])
    #expect(answer.contains("\r\n\r\nslow"))
  }

  @Test("HTTP/1.0 is answered without chunks, and the connection is closed")
  func legacy() async throws {
    let (page, stream) = try await TestServer.run { [ours] site in
      let page = try await site.ask("GET /doctors/7 HTTP/1.0\r\n\(ours)\r\n")
      let stream = try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("GET /stream HTTP/1.0\r\n\(ours)\r\n")
        try await conversation.wait(for: "tick")
        await site.stop()
        return try await conversation.hearToEnd()
      }
      return (page, stream)
    }
    #expect(RawResponse(text: page)?["connection"] == "close")
    #expect(page.hasSuffix("doctor 7"))
    #expect(!stream.contains("transfer-encoding"))
    #expect(stream.contains("\r\n\r\ntick\n"))
  }

  @Test(
    "`Connection: Close` is understood in any case and in a list, and nothing behind it is acted on",
    arguments: ["Close", "keep-alive, close"])
  func close(_ option: String) async throws {
    let (answer, log) = try await TestServer.run { [ours] site in
      let closing = "GET / HTTP/1.1\r\n\(ours)Connection: \(option)\r\n\r\n"
      return (try await site.ask("\(closing)GET /slow HTTP/1.1\r\n\(ours)\r\n"), site.log)
    }
    #expect(answer.statuses == [200])
    #expect(log.all.filter { $0.contains("method=GET") }.count == 1)
  }

  @Test("a client that has nothing more to say still gets every answer")
  func halfClosed() async throws {
    let answer = try await TestServer.run { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        let request = "GET /slow HTTP/1.1\r\n\(ours)\r\n"
        try await conversation.say("\(request)\(request)\(request)")
        conversation.finish()
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer.statuses == [200, 200, 200])
    #expect(answer.ranges(of: "connection: close").count == 1)
  }

  @Test("HEAD has the fields of GET and no body")
  func head() async throws {
    let (get, head) = try await TestServer.run { site in
      (try await site.get("/doctors/7"), try await site.get("/doctors/7", method: "HEAD"))
    }
    #expect(head.status == 200)
    #expect(head["content-length"] == "8" && head["content-length"] == get["content-length"])
    #expect(head.fields.map(\.name) == get.fields.map(\.name))
  }

  @Test("HEAD on a stream has no body either, and the connection goes on")
  func headOfStream() async throws {
    try await TestServer.run { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("HEAD /stream HTTP/1.1\r\n\(ours)\r\n")
        let head = try await conversation.hearResponse(hasBody: false)
        #expect(head.status == 200 && head["content-length"] == nil)
        try await conversation.say("GET / HTTP/1.1\r\n\(ours)\r\n")
        #expect(try await conversation.hearResponse().body == "home")
      }
    }
  }

  @Test("a client that asks before it sends a body is told to go on")
  func expectContinue() async throws {
    try await TestServer.run { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say(
          "POST /echo HTTP/1.1\r\n\(ours)Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        #expect(try await conversation.hearResponse(hasBody: false).status == 100)
        try await conversation.say("abc")
        #expect(try await conversation.hearResponse().body == "3 bytes")
      }
    }
  }

  @Test("a body that nobody read does not become the next request")
  func unreadBody() async throws {
    let smuggled = "GET /doctors/666 HTTP/1.1\r\nHost: ours.test\r\n\r\n"
    try await TestServer.run { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say(
          "POST /unread HTTP/1.1\r\n\(ours)Content-Length: \(smuggled.utf8.count)\r\n\r\n\(smuggled)")
        #expect(try await conversation.hearResponse().body == "unread")
        try await conversation.say("GET /doctors/1 HTTP/1.1\r\n\(ours)\r\n")
        #expect(try await conversation.hearResponse().body == "doctor 1")
      }
    }
  }
}
