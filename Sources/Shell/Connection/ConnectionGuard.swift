internal import Hummingbird
internal import NIOCore
internal import NIOExtras
internal import NIOHTTP1
internal import NIOHTTPTypes

/// Stands between the HTTP parser and everything that answers requests.
///
/// Inwards it lets through only requests that have passed every check, within their deadlines and limits;
/// outwards it frames every response. What is refused is answered here with a short page, after the responses
/// that are still owed, and the connection takes its leave: it stops sending, and reads on for a moment so
/// that the answer is not lost to a reset (RFC 9112 §9.6).
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = ByteBuffer

  let settings: ShellSettings
  let shutdown: ShutdownSignal
  let isOneTooMany: Bool
  var clock: ConnectionClock
  var alarm: Alarm
  var outlet: ResponseOutlet

  /// Requests that were let in and are not answered yet, oldest first.
  var exchanges = CircularBuffer<Exchange>(initialCapacity: 2)
  /// How much of a body has come, while one is being read. The request it belongs to is the youngest.
  var bodyBytes: Int?
  var sawPart = false
  var refusal: ConnectionFault?
  /// No further request is let in; once nothing is owed, the connection ends.
  var isDraining = false
  var hasTakenLeave = false

  init(settings: ShellSettings, encoder: ResponseEncoder, shutdown: ShutdownSignal, isOneTooMany: Bool) {
    self.settings = settings
    self.shutdown = shutdown
    self.isOneTooMany = isOneTooMany
    clock = ConnectionClock(settings: settings, now: .now())
    alarm = Alarm()
    outlet = ResponseOutlet(encoder: encoder)
  }
}

// MARK: Ends

extension ConnectionGuard {
  /// Answers with a fault, once every response that is owed for an earlier request is out.
  func refuse(_ fault: ConnectionFault, _ context: ChannelHandlerContext) {
    guard refusal == nil, !hasTakenLeave else { return }
    refusal = fault
    // Whoever reads the body must not take the end of the connection for its end. The parser reports an early
    // end as an error, however it comes about.
    if bodyBytes != nil { context.fireErrorCaught(fault) }
    settleRefusal(context)
  }

  func settleRefusal(_ context: ChannelHandlerContext) {
    let isForYoungest = bodyBytes != nil && !exchanges.isEmpty
    guard let refusal, exchanges.count == (isForYoungest ? 1 : 0) else { return }
    // A request that was answered before its body was read has had its answer.
    let wasAnswered = bodyBytes != nil && (exchanges.isEmpty || outlet.hasBegun)
    if let status = refusal.status, !wasAnswered { outlet.writePage(for: status, context) }
    takeLeave(context)
  }

  func drain(_ context: ChannelHandlerContext) {
    isDraining = true
    if exchanges.isEmpty, bodyBytes == nil { takeLeave(context) }
  }

  func takeLeave(_ context: ChannelHandlerContext) {
    guard !hasTakenLeave else { return }
    hasTakenLeave = true
    outlet.flush(context)
    clock.takesLeave(now: .now())
    setAlarm(context)
    context.close(mode: .output, promise: nil)
    context.read()
  }

  func timePassed(_ context: ChannelHandlerContext) {
    switch clock.verdict(now: .now()) {
    case .wait: setAlarm(context)
    case .refuse(let fault): refuse(fault, context)
    case .close: context.close(promise: nil)
    }
  }

  func setAlarm(_ context: ChannelHandlerContext) {
    alarm.set(clock.nextCheck(now: .now()), on: context.eventLoop)
  }
}
