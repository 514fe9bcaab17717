import Shell
import Testing

@Suite("A server that is asked to stop")
struct ShutdownTests {
  private let ours = "Host: ours.test\r\n"

  @Test("finishes the request that is running, and says that the connection ends", .timeLimit(.minutes(1)))
  func finishes() async throws {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let slow = SampleRoutes.get("/slow", name: "slow") { _, context in
      begin.finish()
      await context.shutdown.wait()
      return SampleRoutes.text("slow")
    }
    let answer = try await TestServer.run(routes: [slow]) { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("GET /slow HTTP/1.1\r\n\(ours)\r\n")
        for await _ in begun {}
        await site.stop()
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer.hasSuffix("slow"))
    #expect(RawResponse(text: answer)?["connection"] == "close")
  }

  @Test("closes connections that rest", .timeLimit(.minutes(1)))
  func closesResting() async throws {
    let rest = try await TestServer.run { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("GET / HTTP/1.1\r\n\(ours)\r\n")
        _ = try await conversation.hearResponse()
        await site.stop()
        return try await conversation.hearToEnd()
      }
    }
    #expect(rest == "")
  }

  @Test("ends a stream by its shutdown signal", .timeLimit(.minutes(1)))
  func endsStream() async throws {
    let answer = try await TestServer.run { [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("GET /stream HTTP/1.1\r\n\(ours)\r\n")
        try await conversation.wait(for: "tick")
        await site.stop()
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer.hasSuffix("0\r\n\r\n"))
  }

  @Test("cuts off what does not end by itself, once its patience is over", .timeLimit(.minutes(1)))
  func bounded() async throws {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let endless = SampleRoutes.get("/endless", name: "endless") { _, _ in
      begin.finish()
      try await Task.sleep(for: .seconds(5))
      return SampleRoutes.text("late")
    }
    let answer = try await TestServer.run(
      routes: [endless], configure: { $0.shutdownGrace = .milliseconds(200) }
    ) {
      [ours] site in
      try await RawClient.talk(to: site.port) { conversation in
        try await conversation.say("GET /endless HTTP/1.1\r\n\(ours)\r\n")
        for await _ in begun {}
        await site.stop()
        return try await conversation.hearToEnd()
      }
    }
    #expect(answer == "")
  }

  @Test("rings its signal for everybody who waits, and who comes later")
  func signal() async throws {
    let signal = ShutdownSignal()
    #expect(!signal.hasRung)
    async let waited: Void = signal.wait()
    signal.ring()
    await waited
    await signal.wait()
    #expect(signal.hasRung)
  }

  @Test("a wait for the signal ends with its task", .timeLimit(.minutes(1)))
  func cancelled() async {
    let signal = ShutdownSignal()
    let waiter = Task { await signal.wait() }
    waiter.cancel()
    await waiter.value
    #expect(!signal.hasRung)
  }
}
