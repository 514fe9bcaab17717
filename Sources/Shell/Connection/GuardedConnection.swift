internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes

/// Sets up each accepted connection: parser, ``ConnectionGuard``, and the loop that answers requests.
///
/// A page that needs a WebSocket would be given `NIOTypedWebSocketServerUpgrader` here, in place of the
/// parser alone; a request to upgrade is otherwise answered as an ordinary one.
struct GuardedConnection: HTTPChannelHandler {
  typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

  let settings: ShellSettings
  let encoder: ResponseEncoder
  let connections: OpenConnections
  let shutdown: ShutdownSignal
  let responder: HTTPChannelHandler.Responder

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    let isOneTooMany = connections.add(channel) > settings.maximumConnections
    return channel.eventLoop.makeCompletedFuture {
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandler(
        ByteToMessageHandler(
          HTTPRequestDecoder(limitConfiguration: parserLimits),
          // The parser bounds what it holds back; should it ever not, this does.
          maximumBufferSize: settings.maximumTargetBytes + 2 * settings.maximumHeaderBytes))
      try pipeline.addHandler(
        ConnectionGuard(settings: settings, encoder: encoder, shutdown: shutdown, isOneTooMany: isOneTooMany))
      return try NIOAsyncChannel(
        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }
  }

  func handle(value: Value, logger: Logger) async {
    await withTaskExecutorPreference(EventLoopTaskExecutor(value.channel.eventLoop)) {
      await handleHTTP(asyncChannel: value, logger: logger)
    }
  }

  private var parserLimits: NIOHTTPDecoderLimitConfiguration {
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = settings.maximumHeaderBytes
    limits.maxHeaderListSize = settings.maximumHeaderBytes
    limits.maxHeaderFieldCount = settings.maximumHeaderFields
    return limits
  }
}
