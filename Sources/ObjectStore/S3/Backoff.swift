/// How long to wait before trying again: exponential, capped, with full jitter, so that many clients
/// that failed together do not come back together.
public struct Backoff: Sendable {
  public var first: Duration = .milliseconds(100)
  public var longest: Duration = .seconds(5)

  public init() {}

  /// - Parameters:
  ///   - attempt: 1 after the first try.
  ///   - chance: from 0 to 1.
  func pause(after attempt: Int, chance: Double) -> Duration {
    let ceiling = min(longest, first * (1 << min(attempt - 1, 20)))
    return ceiling * chance
  }
}
