import Hummingbird
import Testing

@testable import Web

@Suite("Whoever is turned away")
struct TurnedAwayTests {
  @Test("is answered late; of too many, the rest at once, and without their connection")
  func late() async throws {
    let turnedAway = TurnedAway(most: 3, delay: .milliseconds(200))
    let answers = try await withThrowingTaskGroup(of: (isClosed: Bool, took: Duration).self) { group in
      for _ in 0..<5 {
        group.addTask {
          let clock = ContinuousClock()
          let start = clock.now
          let answer = try await turnedAway.answer { Response(status: .tooManyRequests) }
          return (answer.headers[.connection] == "close", clock.now - start)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count { !$0.isClosed } == 3 && answers.count { $0.isClosed } == 2)
    let late = answers.filter { !$0.isClosed }.map(\.took).sorted()
    #expect(late.allSatisfy { $0 >= .milliseconds(200) })
    // 0.24, 0.62 and 0.85 of 200 ms on top.
    #expect(zip(late, [247, 323, 370]).allSatisfy { $0 >= .milliseconds($1) })
    // Their places are free again.
    let next = try await turnedAway.answer { Response(status: .tooManyRequests) }
    #expect(next.headers[.connection] == nil)
  }
}
