import Dispatch
import Glibc
import Testing

@testable import Credentials

@Suite("Low-priority threads")
struct LowPriorityThreadsTests {
  @Test("are ten steps nicer than everybody else, and stay so from job to job")
  func nicer() async throws {
    let before = niceness()
    let threads = LowPriorityThreads(count: 1, waitingLimit: 100)
    let seen = await withTaskGroup(of: Int32?.self) { group in
      for _ in 0..<20 { group.addTask { await threads.run { niceness() } } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(seen == Array(repeating: min(19, before + LowPriorityThreads.niceness), count: 20))
    #expect(niceness() == before)
  }

  @Test("take as much as runs and waits, and nothing more until one is done")
  func line() async throws {
    let threads = LowPriorityThreads(count: 2, waitingLimit: 3)
    let gate = DispatchSemaphore(value: 0)
    await withTaskGroup(of: Bool?.self) { group in
      // Each call is in the line, or refused, before it suspends; seven calls make two refusals.
      for _ in 0..<7 {
        group.addTask {
          await threads.run {
            gate.wait(timeout: .now() + 10) == .success
          }
        }
      }
      #expect(await group.next() == .some(nil))
      #expect(await group.next() == .some(nil))
      for _ in 0..<5 { gate.signal() }
      for _ in 0..<5 { #expect(await group.next() == true) }
    }
    #expect(await threads.run { 1 } == 1)
  }
}

/// Of the calling thread: in Linux each has its own (getpriority(2), "C library/kernel differences").
private func niceness() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
