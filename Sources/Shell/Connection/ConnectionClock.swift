internal import NIOCore

/// Says how long a connection may go on as it does. A value: it is told what happens and when, and asked at a
/// time.
struct ConnectionClock {
  enum Verdict: Equatable {
    /// All is well; ask again then, or once something has happened.
    case wait(until: NIODeadline?)
    case refuse(ConnectionFault)
    /// Nobody waits for an answer.
    case close
  }

  private enum Reading {
    /// Between requests: nothing of the next one has come.
    case nothing
    case head
    case body
    /// The connection takes leave: what still comes is thrown away.
    case leave
  }

  private let settings: ShellSettings
  private var reading = Reading.nothing
  /// When what is being read must be complete, or must have begun.
  private var deadline: NIODeadline?
  /// Whether a whole request has come.
  private var hasProvedItself = false
  /// Responses that are not written yet. While there are any, the client has no reason to send.
  private var responsesOwed = 0
  private var window = (start: NIODeadline.uptimeNanoseconds(0), bytes: 0)
  /// Since when the server itself has not been reading.
  private var pausedSince: NIODeadline?
  private var sendDeadline: NIODeadline?

  /// A new connection must send a whole head soon: resting is for those that have proved themselves.
  init(settings: ShellSettings, now: NIODeadline) {
    self.settings = settings
    deadline = now + TimeAmount(settings.headerDeadline)
  }

  /// Bytes came that do not make up a part of a request yet.
  mutating func bytesArrived(now: NIODeadline) {
    guard reading == .nothing else { return }
    reading = .head
    // The first head has its deadline since the connection was made.
    if hasProvedItself { deadline = now + TimeAmount(settings.headerDeadline) }
  }

  /// - Parameter length: bytes that the body says it has; 0 where it does not say.
  mutating func headArrived(length: Int = 0, now: NIODeadline) {
    reading = .body
    responsesOwed += 1
    deadline = now + TimeAmount(settings.bodyDeadline) + .seconds(Int64(length / settings.longBodyRate))
    window = (now, 0)
  }

  mutating func bodyArrived(bytes: Int) {
    window.bytes += bytes
  }

  mutating func requestEnded(now: NIODeadline) {
    reading = .nothing
    hasProvedItself = true
    rest(now: now)
  }

  mutating func responseEnded(now: NIODeadline) {
    responsesOwed -= 1
    rest(now: now)
  }

  mutating func readingPaused(now: NIODeadline) {
    pausedSince = now
  }

  /// The time in which the server did not read is not the client's.
  mutating func readingResumed(now: NIODeadline) {
    guard let since = pausedSince else { return }
    window.start = window.start + (now - since)
    pausedSince = nil
  }

  mutating func sendingStalled(now: NIODeadline) {
    sendDeadline = sendDeadline ?? now + TimeAmount(settings.sendTimeout)
  }

  mutating func sendingResumed() {
    sendDeadline = nil
  }

  mutating func takesLeave(now: NIODeadline) {
    reading = .leave
    deadline = now + .seconds(2)
  }

  /// What is to be done now.
  mutating func verdict(now: NIODeadline) -> Verdict {
    if let sendDeadline, now >= sendDeadline { return .close }
    if let deadline, now >= deadline {
      switch reading {
      case .nothing, .leave: return .close
      case .head: return .refuse(.headerTooSlow)
      case .body: return .refuse(.bodyTooSlow)
      }
    }
    if reading == .body, pausedSince == nil, now >= windowEnd {
      let seconds = Double(TimeAmount(settings.rateWindow).nanoseconds) / 1e9
      if Double(window.bytes) < Double(settings.minimumRate) * seconds { return .refuse(.bodyTooSlow) }
      window = (now, 0)
    }
    return .wait(until: nextCheck(now: now))
  }

  /// When to ask for a verdict if nothing happens before.
  func nextCheck(now: NIODeadline) -> NIODeadline? {
    let rateCheck = reading == .body ? max(windowEnd, now + .milliseconds(100)) : nil
    return [deadline, sendDeadline, rateCheck].compactMap(\.self).min()
  }

  private var windowEnd: NIODeadline { window.start + TimeAmount(settings.rateWindow) }

  private mutating func rest(now: NIODeadline) {
    guard reading == .nothing else { return }
    deadline = responsesOwed == 0 ? now + TimeAmount(settings.idleTimeout) : nil
  }
}
