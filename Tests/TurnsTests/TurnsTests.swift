import Testing

@testable import Turns

@Suite("Taking turns", .timeLimit(.minutes(1)))
struct TurnsTests {
  enum Fault: Error { case busy, cancelled, failed }

  /// Work that lasts until it is told to end, and can tell that it has begun.
  final class Work: Sendable {
    private let begun = AsyncStream<Void>.makeStream()
    private let ended = AsyncStream<Void>.makeStream()

    func run() async {
      begun.continuation.finish()
      for await _ in ended.stream {}
    }

    func hasBegun() async { for await _ in begun.stream {} }
    func end() { ended.continuation.finish() }
  }

  @Test("lets as many work and wait as may, and refuses one more")
  func limits() async throws {
    let turns = Turns(parallel: 2, waiting: 1, busy: Fault.busy, cancelled: .cancelled)
    let works = [Work(), Work(), Work()]
    let first = works[..<2].map { work in Task { try await turns.take { await work.run() } } }
    for work in works[..<2] { await work.hasBegun() }
    let waiting = Task { try await turns.take { await works[2].run() } }
    while turns.waitingNow < 1 { await Task.yield() }
    await #expect(throws: Fault.busy) { try await turns.take {} }
    works[0].end()
    await works[2].hasBegun()
    works[1].end()
    works[2].end()
    for task in first + [waiting] { try await task.value }
    // All places are free again.
    try await turns.take { () async throws(Fault) in try await turns.take {} }
  }

  @Test("gives a place back when the work fails")
  func failure() async throws {
    let turns = Turns(parallel: 1, waiting: 0, busy: Fault.busy, cancelled: .cancelled)
    await #expect(throws: Fault.failed) {
      try await turns.take { () async throws(Fault) in throw .failed }
    }
    try await turns.take {}
  }

  @Test("forgets who no longer waits")
  func cancelled() async throws {
    let turns = Turns(parallel: 1, waiting: 1, busy: Fault.busy, cancelled: .cancelled)
    let work = Work()
    let first = Task { try await turns.take { await work.run() } }
    await work.hasBegun()
    let gone = Task { try await turns.take {} }
    while turns.waitingNow < 1 { await Task.yield() }
    gone.cancel()
    await #expect(throws: Fault.cancelled) { try await gone.value }
    #expect(turns.waitingNow == 0)
    work.end()
    try await first.value
    try await turns.take {}
  }

  @Test("keeps the order of arrival")
  func order() async throws {
    let turns = Turns(parallel: 1, waiting: 10, busy: Fault.busy, cancelled: .cancelled)
    let work = Work()
    let first = Task { try await turns.take { await work.run() } }
    await work.hasBegun()
    let (order, continuation) = AsyncStream<Int>.makeStream()
    for number in 1...5 {
      Task { try await turns.take { _ = continuation.yield(number) } }
      while turns.waitingNow < number { await Task.yield() }
    }
    work.end()
    try await first.value
    var seen: [Int] = []
    for await number in order {
      seen.append(number)
      if seen.count == 5 { break }
    }
    #expect(seen == [1, 2, 3, 4, 5])
  }
}
