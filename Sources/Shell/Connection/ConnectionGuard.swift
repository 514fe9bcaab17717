internal import Hummingbird
internal import NIOCore
internal import NIOExtras
internal import NIOHTTP1
internal import NIOHTTPTypes

/// Stands between the HTTP parser and everything that answers requests.
///
/// Inwards it lets through only requests that have passed every check, within their deadlines and limits; outwards
/// it frames every response. What is refused is answered here with a short page, after the responses that are still
/// owed, and the connection takes its leave: it stops sending, and reads on for a moment so that the answer is not
/// lost to a reset (RFC 9112 §9.6).
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = ByteBuffer

  private let settings: ShellSettings
  private let isOneTooMany: Bool
  private var clock: ConnectionClock
  private var alarm: Alarm
  private var outlet: ResponseOutlet

  /// Requests that were let in and are not answered yet, oldest first.
  private var exchanges = CircularBuffer<Exchange>(initialCapacity: 2)
  /// How much of a body has come, while one is being read. The request it belongs to is the youngest.
  private var bodyBytes: Int?
  private var sawPart = false
  private var refusal: ConnectionFault?
  /// No further request is let in; once nothing is owed, the connection ends.
  private var isDraining = false
  private var hasTakenLeave = false

  init(settings: ShellSettings, encoder: ResponseEncoder, isOneTooMany: Bool) {
    self.settings = settings
    self.isOneTooMany = isOneTooMany
    clock = ConnectionClock(settings: settings, now: .now())
    alarm = Alarm()
    outlet = ResponseOutlet(encoder: encoder)
  }
}

// MARK: Inwards

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
    }
  }

  private func read(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard !isDraining else { return }
    do throws(ConnectionFault) {
      let head = try RequestHead(head, settings: settings)
      exchanges.append(head.exchange)
      bodyBytes = 0
      clock.headArrived(now: .now())
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
      cutShort(context)
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
    cutShort(context)
    context.fireChannelInactive()
  }

  /// Tells whoever reads a body that no more of it will come: its end must not look like a proper one.
  private func cutShort(_ context: ChannelHandlerContext) {
    guard bodyBytes != nil, refusal == nil else { return }
    bodyBytes = nil
    context.fireErrorCaught(ConnectionFault.truncated)
  }
}

// MARK: Outwards

extension ConnectionGuard {
  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard !hasTakenLeave, let exchange = exchanges.first else {
      promise?.fail(refusal ?? ConnectionFault.truncated)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(let response):
      outlet.begin(response, for: exchange, closing: exchange.endsConnection || isDraining, context)
    case .body(let part):
      outlet.write(part, context)
    case .end:
      outlet.finish(context)
      exchanges.removeFirst()
      responseEnded(context)
    }
    promise?.succeed()
  }

  func flush(context: ChannelHandlerContext) {
    outlet.flush(context)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { clock.sendingResumed() } else { clock.sendingStalled(now: .now()) }
    setAlarm(context)
    context.fireChannelWritabilityChanged()
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    // Leave is being taken already; the alarm or the client's own end closes for good.
    guard hasTakenLeave, mode != .input else { return context.close(mode: mode, promise: promise) }
    if mode == .all { context.channel.closeFuture.cascade(to: promise) } else { promise?.succeed() }
  }

  private func responseEnded(_ context: ChannelHandlerContext) {
    clock.responseEnded(now: .now())
    if outlet.endsConnection {
      takeLeave(context)
    } else if refusal != nil {
      settleRefusal(context)
    } else if isDraining {
      drain(context)
    } else {
      setAlarm(context)
    }
  }
}

// MARK: Ends

extension ConnectionGuard {
  /// Answers with a fault, once every response that is owed for an earlier request is out.
  private func refuse(_ fault: ConnectionFault, _ context: ChannelHandlerContext) {
    guard refusal == nil, !hasTakenLeave else { return }
    refusal = fault
    if bodyBytes != nil { context.fireErrorCaught(fault) }
    settleRefusal(context)
  }

  private func settleRefusal(_ context: ChannelHandlerContext) {
    let isForYoungest = bodyBytes != nil && !exchanges.isEmpty
    guard let refusal, exchanges.count == (isForYoungest ? 1 : 0) else { return }
    // A request that was answered before its body was read has had its answer.
    let wasAnswered = bodyBytes != nil && (exchanges.isEmpty || outlet.hasBegun)
    if let status = refusal.status, !wasAnswered { outlet.writePage(for: status, context) }
    takeLeave(context)
  }

  private func drain(_ context: ChannelHandlerContext) {
    isDraining = true
    if exchanges.isEmpty, bodyBytes == nil { takeLeave(context) }
  }

  private func takeLeave(_ context: ChannelHandlerContext) {
    guard !hasTakenLeave else { return }
    hasTakenLeave = true
    outlet.flush(context)
    clock.takesLeave(now: .now())
    setAlarm(context)
    context.close(mode: .output, promise: nil)
    context.read()
  }

  private func timePassed(_ context: ChannelHandlerContext) {
    switch clock.verdict(now: .now()) {
    case .wait: setAlarm(context)
    case .refuse(let fault): refuse(fault, context)
    case .close:
      cutShort(context)
      context.close(promise: nil)
    }
  }

  private func setAlarm(_ context: ChannelHandlerContext) {
    alarm.set(clock.nextCheck(now: .now()), on: context.eventLoop)
  }
}
