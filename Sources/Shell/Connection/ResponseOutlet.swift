internal import Hummingbird
internal import NIOCore

/// Writes the responses of one connection, one after the other, in as few pieces as possible.
struct ResponseOutlet {
  private let encoder: ResponseEncoder
  private var framing = ResponseEncoder.Framing.none
  /// What a body whose length was announced still lacks, in bytes.
  private var missingBytes = 0
  /// What was encoded and not yet handed to the socket.
  private var gathered: ByteBuffer?

  /// Whether part of a response is out and its end is not.
  private(set) var hasBegun = false
  /// Whether the connection ends with the response that was written last.
  private(set) var endsConnection = false

  /// Parts of a body up to this size, in bytes, are copied behind the head; larger ones are written beside
  /// it.
  private static let copiedBytes = 2048

  init(encoder: ResponseEncoder) {
    self.encoder = encoder
  }

  mutating func begin(
    _ response: HTTPResponse, for exchange: Exchange, closing: Bool, _ context: ChannelHandlerContext
  ) {
    var buffer = gathered ?? context.channel.allocator.buffer(capacity: 2048)
    framing = encoder.encode(response, for: exchange, closing: closing, into: &buffer)
    gathered = buffer
    guard response.status.code >= 200 else { return }
    hasBegun = true
    endsConnection = closing || framing == .untilClose
    missingBytes = if case .length(let bytes) = framing { bytes } else { 0 }
  }

  mutating func write(_ part: ByteBuffer, _ context: ChannelHandlerContext) {
    guard part.readableBytes > 0 else { return }
    switch framing {
    case .none:
      break
    case .length:
      // More than was announced would be read as the next response. It is left out, and the connection ends.
      guard part.readableBytes <= missingBytes else {
        endsConnection = true
        return
      }
      missingBytes -= part.readableBytes
      gather(part, context)
    case .chunked:
      var buffer = gathered ?? context.channel.allocator.buffer(capacity: part.readableBytes + 16)
      buffer.writeChunk(part)
      gathered = buffer
    case .untilClose:
      gather(part, context)
    }
  }

  mutating func finish(_ context: ChannelHandlerContext) {
    if framing == .chunked {
      var buffer = gathered ?? context.channel.allocator.buffer(capacity: 8)
      buffer.writeLastChunk()
      gathered = buffer
    }
    // Less than was announced: only the end of the connection tells the client.
    if missingBytes > 0 { endsConnection = true }
    hasBegun = false
    handOn(context)
  }

  mutating func writeContinue(_ context: ChannelHandlerContext) {
    context.writeAndFlush(NIOAny(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
  }

  mutating func writePage(for status: (code: Int, phrase: String), _ context: ChannelHandlerContext) {
    var buffer = context.channel.allocator.buffer(capacity: 2048)
    encoder.encodePage(for: status, into: &buffer)
    gathered = buffer
    flush(context)
  }

  mutating func flush(_ context: ChannelHandlerContext) {
    handOn(context)
    context.flush()
  }

  private mutating func gather(_ part: ByteBuffer, _ context: ChannelHandlerContext) {
    if part.readableBytes <= Self.copiedBytes, var buffer = gathered {
      gathered = nil
      buffer.writeImmutableBuffer(part)
      gathered = buffer
    } else {
      handOn(context)
      context.write(NIOAny(part), promise: nil)
    }
  }

  private mutating func handOn(_ context: ChannelHandlerContext) {
    guard let buffer = gathered else { return }
    gathered = nil
    context.write(NIOAny(buffer), promise: nil)
  }
}
