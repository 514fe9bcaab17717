import NIOCore
import Testing

@testable import Shell

@Suite("The clock of a connection")
struct ConnectionClockTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

  private func clock(_ configure: (inout ShellSettings) -> Void = { _ in }) -> ConnectionClock {
    var settings = ShellSettings()
    settings.headerDeadline = .seconds(10)
    settings.bodyDeadline = .seconds(120)
    settings.idleTimeout = .seconds(30)
    settings.sendTimeout = .seconds(20)
    settings.rateWindow = .seconds(5)
    settings.minimumRate = 100
    configure(&settings)
    return ConnectionClock(settings: settings, now: start)
  }

  private func at(_ second: Double) -> NIODeadline { start + .nanoseconds(Int64(second * 1e9)) }

  private func isWaiting(_ verdict: ConnectionClock.Verdict) -> Bool {
    if case .wait = verdict { true } else { false }
  }

  @Test(
    "closes one that says nothing, and refuses one that does not finish its first head, both at the same time"
  )
  func first() {
    var silent = clock()
    #expect(isWaiting(silent.verdict(now: at(9.9))))
    #expect(silent.verdict(now: at(10)) == .close)
    var slow = clock()
    slow.bytesArrived(now: at(6))
    #expect(isWaiting(slow.verdict(now: at(9.9))))
    #expect(slow.verdict(now: at(10)) == .refuse(.headerTooSlow))
  }

  @Test("lets it rest after a response, and counts a head from its first byte")
  func resting() {
    var clock = clock()
    clock.headArrived(now: at(1))
    clock.requestEnded(now: at(1))
    #expect(isWaiting(clock.verdict(now: at(500))))
    clock.responseEnded(now: at(500))
    #expect(isWaiting(clock.verdict(now: at(529.9))))
    var resting = clock
    #expect(resting.verdict(now: at(530)) == .close)
    clock.bytesArrived(now: at(510))
    clock.bytesArrived(now: at(519))
    #expect(clock.verdict(now: at(520)) == .refuse(.headerTooSlow))
  }

  @Test("measures a body window by window", arguments: [(500, true), (499, false)])
  func rate(_ bytes: Int, _ isEnough: Bool) {
    var clock = clock()
    clock.headArrived(now: at(0))
    clock.bodyArrived(bytes: 100_000)
    #expect(isWaiting(clock.verdict(now: at(5))))
    clock.bodyArrived(bytes: bytes)
    #expect(isWaiting(clock.verdict(now: at(9.9))))
    #expect(isWaiting(clock.verdict(now: at(10))) == isEnough)
  }

  @Test("does not count the time in which the server itself did not read")
  func paused() {
    var clock = clock()
    clock.headArrived(now: at(0))
    clock.readingPaused(now: at(4))
    #expect(isWaiting(clock.verdict(now: at(30))))
    clock.readingResumed(now: at(40))
    #expect(isWaiting(clock.verdict(now: at(40.9))))
    #expect(clock.verdict(now: at(41)) == .refuse(.bodyTooSlow))
  }

  @Test("bounds a body as a whole")
  func whole() {
    var clock = clock()
    clock.headArrived(now: at(0))
    for second in 1..<120 {
      clock.bodyArrived(bytes: 1000)
      #expect(isWaiting(clock.verdict(now: at(Double(second)))))
    }
    #expect(clock.verdict(now: at(120)) == .refuse(.bodyTooSlow))
  }

  @Test(
    "gives a body that says how long it is a second more for every 64 KiB",
    arguments: [(0, 120), (64 << 10, 121), (50 << 20, 920)])
  func longBody(_ length: Int, _ seconds: Int) {
    var clock = clock()
    clock.headArrived(length: length, now: at(0))
    for second in 1..<seconds {
      clock.bodyArrived(bytes: 1000)
      #expect(isWaiting(clock.verdict(now: at(Double(second)))))
    }
    #expect(clock.verdict(now: at(Double(seconds))) == .refuse(.bodyTooSlow))
  }

  @Test("waits for a client that reads, however slowly, and not for one that does not")
  func sending() {
    var clock = clock()
    clock.headArrived(now: at(0))
    clock.requestEnded(now: at(0))
    clock.sendingStalled(now: at(0))
    clock.sendingResumed()
    clock.sendingStalled(now: at(19))
    #expect(isWaiting(clock.verdict(now: at(38.9))))
    #expect(clock.verdict(now: at(39)) == .close)
  }

  @Test("ends a leave that is not answered")
  func leave() {
    var clock = clock()
    clock.takesLeave(now: at(1))
    #expect(isWaiting(clock.verdict(now: at(2.9))))
    #expect(clock.verdict(now: at(3)) == .close)
  }
}
