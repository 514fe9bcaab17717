/// How long to leave a server alone that could not be reached.
struct Backoff {
  private static let first = Duration.milliseconds(50)
  private static let longest = Duration.seconds(2)

  private var failures = 0
  private(set) var end = Deadline(nanoseconds: 0)

  mutating func succeeded() {
    self = Backoff()
  }

  /// Doubles up to the longest, and takes a random part of it: so that all of a server's clients don't return
  /// at once.
  mutating func failed(at now: Deadline) {
    let ceiling = min(Self.first * (1 << min(failures, 10)), Self.longest)
    failures += 1
    end = now + ceiling * Double.random(in: 0.5...1)
  }
}
