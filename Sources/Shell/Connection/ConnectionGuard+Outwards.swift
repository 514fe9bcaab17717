internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypes

extension ConnectionGuard {
  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard !hasTakenLeave, let exchange = exchanges.first else {
      promise?.fail(refusal ?? ConnectionFault.truncated)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(let response):
      let isLast = exchanges.count == 1 && (isDraining || shutdown.hasRung)
      isDraining = isDraining || isLast
      outlet.begin(response, for: exchange, closing: isLast, context)
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
