internal import Pages

/// Why the time on the page cannot be booked, and what can be instead.
struct BookingObstacle: View {
  let kind: Kind
  /// Where the appointment is that stands in the way, if it is the patient's own.
  var appointment: String?
  /// How long the visit takes for this patient, in words.
  var length = ""
  /// Up to three other times, each with its day.
  let times: [OtherTime]

  enum Kind: Sendable {
    /// Somebody was quicker, or the patient has another appointment then.
    case taken
    /// The offer is past, or the schedule changed after it was made.
    case outdated
    /// The time is free, but for another price, or with other rules.
    case changed
    /// It is the patient's first visit with this doctor, or it is not, and takes another time than the one chosen.
    case firstVisit, laterVisit
    /// It was booked before, by the same patient: back after booking, or a second tab.
    case own
  }

  var fields: Fields {
    [
      "isOwn": .flag(kind == .own), "appointment": .text(appointment),
      "isTaken": .flag(kind == .taken), "isOutdated": .flag(kind == .outdated),
      "isChanged": .flag(kind == .changed), "isFirstVisit": .flag(kind == .firstVisit),
      "isLaterVisit": .flag(kind == .laterVisit), "length": .text(length), "times": .list(times),
      "hasTimes": .flag(!times.isEmpty),
    ]
  }

  static let samples = [
    BookingObstacle(kind: .taken, times: OtherTime.samples), BookingObstacle(kind: .outdated, times: []),
    BookingObstacle(kind: .own, appointment: "/appointments/1", times: []),
    BookingObstacle(kind: .changed, times: OtherTime.samples),
    BookingObstacle(kind: .firstVisit, length: "45 minutes", times: OtherTime.samples),
    BookingObstacle(kind: .laterVisit, length: "30 minutes", times: OtherTime.samples),
  ]
}

/// A time to book instead: a visitor follows it, a patient chooses it in the form that keeps what they typed.
struct OtherTime: View {
  /// `Tuesday 24 November 2026, 09:40`.
  let time: String
  let offer: String
  /// Whether it is the one chosen beforehand.
  let isFirst: Bool

  var fields: Fields {
    [
      "time": .text(time), "offer": .text(offer), "href": .text(Path.review(offer)),
      "isFirst": .flag(isFirst),
    ]
  }

  static let samples = [
    OtherTime(time: "Tuesday 24 November 2026, 09:40", offer: "a", isFirst: true),
    OtherTime(time: "Tuesday 24 November 2026, 11:00", offer: "b", isFirst: false),
    OtherTime(time: "Wednesday 25 November 2026, 09:00", offer: "c", isFirst: false),
  ]
}
