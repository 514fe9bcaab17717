import Dispatch
import Glibc
import Testing

@testable import Credentials

@Suite("Low-priority threads")
struct LowPriorityThreadsTests {
  @Test("run where nothing else wants the core, and stay so from job to job")
  func idle() async throws {
    let before = sched_getscheduler(0)
    let threads = LowPriorityThreads(count: 1, waitingLimit: 100)
    let seen = await withTaskGroup(of: Int32?.self) { group in
      for _ in 0..<20 { group.addTask { await threads.run { sched_getscheduler(0) } } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(seen == Array(repeating: LowPriorityThreads.idleClass, count: 20))
    #expect(before != LowPriorityThreads.idleClass && sched_getscheduler(0) == before)
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
