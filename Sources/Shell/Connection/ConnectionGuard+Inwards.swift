internal import Hummingbird
internal import NIOCore
internal import NIOExtras
internal import NIOHTTP1
internal import NIOHTTPTypes

extension ConnectionGuard {
  func handlerAdded(context: ChannelHandlerContext) {
    alarm.ring = { [weak self] in self?.timePassed(context) }
    if context.channel.isActive { begin(context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    alarm.stop()
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    setAlarm(context)
    if isOneTooMany { refuse(.tooManyConnections, context) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    sawPart = true
    guard refusal == nil, !hasTakenLeave else { return }
    switch unwrapInboundIn(data) {
    case .head(let head): read(head, context)
    case .body(let part): read(part, context)
    case .end:
      guard bodyBytes != nil else { return }
      bodyBytes = nil
      clock.requestEnded(now: .now())
      context.fireChannelRead(wrapInboundOut(.end(nil)))
      if isDraining { drain(context) }
    }
  }

  private func read(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard !isDraining else { return }
    do throws(ConnectionFault) {
      let head = try RequestHead(head, settings: settings)
      exchanges.append(head.exchange)
      // What comes behind `Connection: close` is not to be acted on (RFC 9112 §9.6).
      if head.exchange.endsConnection { isDraining = true }
      bodyBytes = 0
      clock.headArrived(length: head.bodyLength, now: .now())
      if head.expectsContinue, exchanges.count == 1 { outlet.writeContinue(context) }
      context.fireChannelRead(wrapInboundOut(.head(head.request)))
    } catch {
      refuse(error, context)
    }
  }

  private func read(_ part: ByteBuffer, _ context: ChannelHandlerContext) {
    guard let before = bodyBytes else { return }
    let bytes = before + part.readableBytes
    bodyBytes = bytes
    clock.bodyArrived(bytes: part.readableBytes)
    guard bytes <= settings.maximumBodyBytes else { return refuse(.bodyTooLarge, context) }
    context.fireChannelRead(wrapInboundOut(.body(part)))
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    let now = NIODeadline.now()
    if !sawPart { clock.bytesArrived(now: now) }
    sawPart = false
    clock.readingPaused(now: now)
    setAlarm(context)
    context.fireChannelReadComplete()
    if hasTakenLeave { context.read() }
  }

  func read(context: ChannelHandlerContext) {
    clock.readingResumed(now: .now())
    context.read()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !hasTakenLeave, refusal == nil else { return }
    if let fault = ConnectionFault(parsing: error) {
      refuse(fault, context)
    } else {
      context.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ChannelShouldQuiesceEvent:
      drain(context)
    case ChannelEvent.inputClosed:
      // Our own leave-taking has been answered, or the client wants nothing more.
      if hasTakenLeave { return context.close(promise: nil) }
      context.fireUserInboundEventTriggered(event)
      drain(context)
    default:
      context.fireUserInboundEventTriggered(event)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    alarm.stop()
    context.fireChannelInactive()
  }
}
