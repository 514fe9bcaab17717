import Hummingbird
import NIOCore
import Shell
import Testing

@Suite("A connection can't be kept busy by being slow")
struct DeadlineTests {
  private let ours = "Host: ours.test\r\n"

  @Test("a head that is dripped is cut off at its deadline", .timeLimit(.minutes(1)))
  func drippedHead() async throws {
    let answer = try await TestServer.run(configure: { $0.headerDeadline = .seconds(2) }) { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        await conversation.drip(
          "GET / HTTP/1.1\r\n\(ours)X: \(String(repeating: "x", count: 500))", every: .milliseconds(50))
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer.statuses == [408])
  }

  @Test("so is one on a connection that has proved itself", .timeLimit(.minutes(1)))
  func drippedSecondHead() async throws {
    let answer = try await TestServer.run(configure: { $0.headerDeadline = .seconds(2) }) { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("GET / HTTP/1.1\r\n\(ours)\r\n")
        _ = try await conversation.hearResponse()
        await conversation.drip(
          "GET / HTTP/1.1\r\n\(ours)X: \(String(repeating: "x", count: 500))", every: .milliseconds(50))
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer.statuses == [408])
  }

  @Test("a head that takes its time within the deadline is served", .timeLimit(.minutes(1)))
  func slowHead() async throws {
    let answer = try await TestServer.run(configure: { $0.headerDeadline = .seconds(20) }) { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        await conversation.drip(
          "GET / HTTP/1.1\r\n\(ours)Connection: close\r\n\r\n", every: .milliseconds(10))
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer.statuses == [200])
  }

  @Test("a body below the minimum rate is cut off", .timeLimit(.minutes(1)))
  func drippedBody() async throws {
    let answer = try await TestServer.run(configure: { settings in
      settings.rateWindow = .milliseconds(500)
      settings.minimumRate = 1000
    }) { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("POST /echo HTTP/1.1\r\n\(ours)Content-Length: 600\r\n\r\n")
        await conversation.drip(String(repeating: "x", count: 500), every: .milliseconds(50))
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer.statuses == [408])
  }

  @Test("a body that starts fast and then drips is cut off too", .timeLimit(.minutes(1)))
  func stalledBody() async throws {
    let answer = try await TestServer.run(configure: { settings in
      settings.rateWindow = .milliseconds(500)
      settings.minimumRate = 1000
    }) { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        let fast = String(repeating: "x", count: 100_000)
        try await conversation.say("POST /echo HTTP/1.1\r\n\(ours)Content-Length: 100600\r\n\r\n\(fast)")
        await conversation.drip(String(repeating: "x", count: 500), every: .milliseconds(50))
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer.statuses == [408])
  }

  @Test("a slow body above the minimum rate is served", .timeLimit(.minutes(1)))
  func slowBody() async throws {
    let answer = try await TestServer.run(configure: { settings in
      settings.rateWindow = .milliseconds(500)
      settings.minimumRate = 1
    }) { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say(
          "POST /echo HTTP/1.1\r\n\(ours)Connection: close\r\nContent-Length: 30\r\n\r\n")
        await conversation.drip(String(repeating: "x", count: 30), every: .milliseconds(50))
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer.hasSuffix("30 bytes"))
  }

  @Test("a body may keep the rate and still take too long as a whole", .timeLimit(.minutes(1)))
  func longBody() async throws {
    let answer = try await TestServer.run(configure: { settings in
      settings.bodyDeadline = .seconds(2)
      settings.minimumRate = 1
    }) { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("POST /echo HTTP/1.1\r\n\(ours)Content-Length: 600\r\n\r\n")
        await conversation.drip(String(repeating: "x", count: 500), every: .milliseconds(50))
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer.statuses == [408])
  }

  @Test("a connection that rests too long is closed without a word", .timeLimit(.minutes(1)))
  func idle() async throws {
    let (silent, rested) = try await TestServer.run(configure: { settings in
      settings.headerDeadline = .milliseconds(300)
      settings.idleTimeout = .milliseconds(300)
    }) { [ours] site in
      let silent = try await site.ask("")
      let rested = try await site.ask("GET / HTTP/1.1\r\n\(ours)\r\n")
      return (silent, rested)
    }
    #expect(silent == "")
    #expect(rested.statuses == [200])
  }

  @Test("an answer that takes long is waited for", .timeLimit(.minutes(1)))
  func slowAnswer() async throws {
    let answer = try await TestServer.run(configure: { settings in
      settings.idleTimeout = .milliseconds(100)
    }) { [ours] site in
      try await site.ask("GET /slow HTTP/1.1\r\n\(ours)Connection: close\r\n\r\n")
    }
    #expect(answer.hasSuffix("slow"))
  }

  @Test("a client that does not read is not waited for", .timeLimit(.minutes(1)))
  func unreadResponse() async throws {
    let bytes = ByteBuffer(repeating: UInt8(ascii: "x"), count: 30_000_000)
    let large = SampleRoutes.get("/large", name: "large") { _, _ in
      Response(status: .ok, body: ResponseBody(byteBuffer: bytes))
    }
    let heard = try await TestServer.run(routes: [large], configure: { $0.sendTimeout = .milliseconds(500) })
    {
      [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("GET /large HTTP/1.1\r\n\(ours)\r\n")
        try await conversation.wait(for: "\r\n\r\n")
        try await Task.sleep(for: .seconds(2))
        return try await conversation.hearToEnd().utf8.count
      }
    }
    #expect(heard < 30_000_000)
  }
}
