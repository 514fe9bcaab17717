import Hummingbird
import Synchronization

/// Answers late whom a clinic's limit turns away: who asks without a pause would else ask again at once, and keep the
/// processors of all clinics busy with refusals. Not all equally late: they would come again all at once.
final class TurnedAway: Sendable {
  /// On each server. One more is answered at once, and its connection closed: to open another one takes time as well.
  let most: Int
  /// The shortest; the longest is twice as long.
  let delay: Duration
  private let waiting = Atomic(0)
  private let count = Atomic(0)

  init(most: Int = 1000, delay: Duration = .seconds(1)) {
    self.most = most
    self.delay = delay
  }

  func answer(_ make: () async throws -> Response) async throws -> Response {
    let before = waiting.add(1, ordering: .relaxed).oldValue
    defer { waiting.subtract(1, ordering: .relaxed) }
    if before < most {
      // Steps of the golden ratio: however many there are, they lie evenly between none and one.
      let part = (Double(count.add(1, ordering: .relaxed).newValue % 10_000) * 0.618_033_988_75)
        .truncatingRemainder(dividingBy: 1)
      try await Task.sleep(for: delay * (1 + part))
      return try await make()
    }
    var response = try await make()
    response.headers[.connection] = "close"
    return response
  }
}
