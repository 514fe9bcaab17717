import Glibc
import Hummingbird
import NIOCore
import NIOPosix
import Shell
import Testing

@Suite("A body that is cut short is not taken for a whole one")
struct CutShortTests {
  /// What a handler sees of a body of which three bytes of ten come, before the client does something.
  private func outcome(
    framing: String, _ end: @escaping @Sendable (inout Conversation) async throws -> Void,
    prepare: @escaping @Sendable (any Channel) throws -> Void = { _ in }
  ) async throws -> String? {
    let (outcomes, outcome) = AsyncStream.makeStream(of: String.self)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let route = Route(.post, "/watch", access: "", name: "watch", checksOrigin: false) { request, _ in
      do {
        for try await _ in request.body { begin.finish() }
        outcome.yield("whole")
      } catch {
        outcome.yield("cut short")
      }
      return SampleRoutes.text("done")
    }
    return try await TestServer.run(routes: [route]) { site in
      try await RawClient.talk(to: site.port, prepare: prepare) { conversation in
        try await conversation.say("POST /watch HTTP/1.1\r\nHost: ours.test\r\n\(framing)")
        for await _ in begun {}
        try await end(&conversation)
      }
      var iterator = outcomes.makeAsyncIterator()
      return await iterator.next()
    }
  }

  private static let framings = [
    "Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
  ]

  @Test("when the client ends", .timeLimit(.minutes(1)), arguments: framings)
  func ended(_ framing: String) async throws {
    let outcome = try await outcome(framing: framing) { conversation in
      conversation.finish()
      _ = try await conversation.hearToEnd()
    }
    #expect(outcome == "cut short")
  }

  @Test("when the connection is reset", .timeLimit(.minutes(1)), arguments: framings)
  func reset(_ framing: String) async throws {
    let outcome = try await outcome(framing: framing) { _ in
    } prepare: { channel in
      // Closing with a linger time of zero sends a reset.
      _ = (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
    }
    #expect(outcome == "cut short")
  }
}
