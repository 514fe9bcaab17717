import NIOCore
import NIOPosix

/// A client that says exactly what it is told to, byte for byte, and hears everything.
enum RawClient {
  /// Connects, hands over the conversation, and closes.
  ///
  /// - Parameter prepare: adds what the connection needs before anything is said.
  static func talk<Result: Sendable>(
    to port: Int, prepare: @escaping @Sendable (any Channel) throws -> Void = { _ in },
    _ body: @Sendable (inout Conversation) async throws -> Result
  ) async throws -> Result {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try prepare(channel)
          return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(
              isOutboundHalfClosureEnabled: true, inboundType: ByteBuffer.self, outboundType: ByteBuffer.self)
          )
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var conversation = Conversation(inbound: inbound.makeAsyncIterator(), outbound: outbound)
      return try await body(&conversation)
    }
  }

  /// Says something and returns all that is answered until the server closes the connection.
  static func ask(_ port: Int, _ text: String) async throws -> String {
    try await talk(to: port) { conversation in
      try await conversation.say(text)
      return try await conversation.hearToEnd()
    }
  }
}

struct Conversation {
  fileprivate var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var unread = ""

  fileprivate init(
    inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
    outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) {
    self.inbound = inbound
    self.outbound = outbound
  }

  func say(_ text: String) async throws {
    try await outbound.write(ByteBuffer(string: text))
  }

  /// Says text one byte at a time, until it is through or the server no longer listens.
  func drip(_ text: String, every pause: Duration) async {
    for byte in text.utf8 {
      guard (try? await outbound.write(ByteBuffer(bytes: [byte]))) != nil else { return }
      try? await Task.sleep(for: pause)
    }
  }

  /// Ends the sending direction.
  func finish() {
    outbound.finish()
  }

  /// Everything until the server closes. A reset counts as an end: what came before it is what is judged.
  mutating func hearToEnd() async throws -> String {
    var text = unread
    unread = ""
    while let part = try? await inbound.next() { text += String(buffer: part) }
    return text
  }

  /// Listens until some text has come, and keeps all that was heard for later.
  mutating func wait(for text: String) async throws {
    while !unread.contains(text) {
      guard let part = try await inbound.next() else { throw ConversationEnded(heard: unread) }
      unread += String(buffer: part)
    }
  }

  /// One response with a `Content-Length`, or none at all if `hasBody` is false.
  mutating func hearResponse(hasBody: Bool = true) async throws -> RawResponse {
    while true {
      if let response = RawResponse(text: unread, hasBody: hasBody) {
        unread = String(unread.unicodeScalars.dropFirst(response.length))
        return response
      }
      guard let part = try await inbound.next() else { throw ConversationEnded(heard: unread) }
      unread += String(buffer: part)
    }
  }
}

struct ConversationEnded: Error {
  let heard: String
}

/// A response taken apart by hand, so that no library mends what is wrong with it.
struct RawResponse {
  let status: Int
  let fields: [(name: String, value: String)]
  let body: String
  let length: Int

  init?(text: String, hasBody: Bool = true) {
    guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
    var lines = text[..<end.lowerBound].split(separator: "\r\n", omittingEmptySubsequences: false)
    guard let code = Int(lines.removeFirst().split(separator: " ")[1]) else { return nil }
    status = code
    fields = lines.map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return (line[..<colon].lowercased(), String(line[colon...].dropFirst(2)))
    }
    let announced = fields.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
    let rest = text[end.upperBound...]
    let wanted = hasBody ? announced : 0
    guard rest.utf8.count >= wanted else { return nil }
    body = String(decoding: rest.utf8.prefix(wanted), as: UTF8.self)
    length = text[..<end.upperBound].unicodeScalars.count + body.unicodeScalars.count
  }

  subscript(name: String) -> String? {
    fields.first { $0.name == name }?.value
  }
}

extension String {
  /// The code of the first status line; nil if there is none.
  var status: Int? {
    hasPrefix("HTTP/1.1 ") ? Int(dropFirst(9).prefix(3)) : nil
  }

  /// The codes of all status lines.
  var statuses: [Int] {
    split(separator: "HTTP/1.1 ").compactMap { Int($0.prefix(3)) }
  }
}
