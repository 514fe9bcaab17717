internal import Pages

/// Why the time on the page cannot be booked, and what can be instead.
struct BookingObstacle: View {
  let kind: Kind
  /// Up to three other times, each with its day.
  let times: [TimeLink]

  enum Kind: Sendable {
    /// Somebody was quicker, or the patient has another appointment then.
    case taken
    /// The offer is past, or the schedule changed after it was made.
    case outdated
  }

  var fields: Fields {
    [
      "isTaken": .flag(kind == .taken), "isOutdated": .flag(kind == .outdated), "times": .list(times),
      "hasTimes": .flag(!times.isEmpty),
    ]
  }

  static let samples = [
    BookingObstacle(kind: .taken, times: TimeLink.samples), BookingObstacle(kind: .outdated, times: []),
  ]
}
