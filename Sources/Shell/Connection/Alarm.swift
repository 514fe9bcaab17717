internal import NIOCore

/// Rings once, at a time that may be set again and again: only an earlier time costs anything. A ring may
/// therefore come too early, and whoever hears it looks at the clock.
final class Alarm: NIOScheduledCallbackHandler {
  var ring: (() -> Void)?
  private var scheduled: (callback: NIOScheduledCallback, time: NIODeadline)?

  func set(_ time: NIODeadline?, on eventLoop: any EventLoop) {
    guard let time else { return }
    if let scheduled {
      guard time < scheduled.time else { return }
      scheduled.callback.cancel()
    }
    let loop = eventLoop.assumeIsolated()
    scheduled = (try? loop.scheduleCallback(at: time, handler: self)).map { ($0, time) }
  }

  /// Never rings again.
  func stop() {
    ring = nil
    scheduled?.callback.cancel()
    scheduled = nil
  }

  func handleScheduledCallback(eventLoop: some EventLoop) {
    scheduled = nil
    ring?()
  }
}
