import Testing

@testable import Postgres

@Suite("What the pool wakes up for")
struct PoolStateTests {
  private func deadline(_ seconds: Int64) -> Deadline {
    Deadline(nanoseconds: seconds * 1_000_000_000)
  }

  private func exchange() -> Exchange {
    Exchange(.statements([]), .whole)
  }

  @Test("is nothing while nobody waits")
  func idle() {
    #expect(PoolState(size: 1).nextTick == .never)
  }

  @Test("is the end of the first one's wait while all connections are in use or being made")
  func busy() {
    var state = PoolState(size: 1)
    state.line.append(exchange(), until: deadline(20))
    state.line.append(exchange(), until: deadline(21))
    guard case .connect = state.connect(at: deadline(10)) else {
      Issue.record("no connection is made")
      return
    }
    #expect(state.nextTick == deadline(20))
    guard case .nothing = state.connect(at: deadline(10)) else {
      Issue.record("more connections are made than there may be")
      return
    }
  }

  @Test("is the next try of a server that could not be reached")
  func backoff() {
    var state = PoolState(size: 2)
    var last = Duration.zero
    for attempt in 0..<12 {
      state.line.append(exchange(), until: deadline(100_000))
      let start = deadline(Int64(100 * attempt))
      guard case .connect = state.connect(at: start) else {
        Issue.record("no connection is made")
        return
      }
      #expect(state.failedToOpen(at: start).count == 1)
      state.line.append(exchange(), until: deadline(100_000))
      let wait = Duration.nanoseconds(state.nextTick.nanoseconds - start.nanoseconds)
      #expect(wait > .zero && wait <= .seconds(2))
      if case .connect = state.connect(at: start) { Issue.record("the server is not left alone") }
      last = wait
      _ = state.line.removeAll()
    }
    #expect(last >= .seconds(1))
  }
}
