internal import Pages

/// `GET /appointments/:id/move` and a refused `POST`: the new time beside the old one, and the button.
struct MovePage: Page {
  /// At the new time.
  let summary: BookingSummary
  let patient: String
  /// The time it has, which stays until the new one is certain: `Tuesday 24 November 2026, 09:20`.
  let was: String
  /// Where the appointment is.
  let href: String
  let action: String
  let offer: String
  let sequence: Int
  /// Where the other times are.
  let timesHref: String
  let stage: Stage
  /// Until when it could be moved, in words.
  let until: String
  /// Until when it can be changed once it is moved.
  let rule: ChangeRule
  /// The doctor has to accept the new time.
  var asks = false
  /// The appointment was changed since the page before this one was looked at.
  var isChanged = false
  /// The nearest other times, where this one can't be had.
  var times: [TimeLink] = []

  enum Stage: Sendable {
    case possible
    /// Somebody has the new time, or it is no longer on offer.
    case taken, outdated
    /// The appointment itself can't be moved any more.
    case tooLate, impossible
  }

  static let template = "appointments/move"

  var fields: Fields {
    [
      "summary": .view(summary), "patient": .text(patient), "was": .text(was), "href": .text(href),
      "action": .text(action), "offer": .text(offer), "sequence": .number(sequence),
      "timesHref": .text(timesHref), "isPossible": .flag(stage == .possible),
      "isVoid": .flag(stage != .possible), "isTaken": .flag(stage == .taken),
      "isOutdated": .flag(stage == .outdated), "isTooLate": .flag(stage == .tooLate),
      "isImpossible": .flag(stage == .impossible),
      "hasOthers": .flag(stage == .taken || stage == .outdated), "until": .text(until),
      "rule": .view(rule), "asks": .flag(asks),
      "isChanged": .flag(isChanged), "times": .list(times), "hasTimes": .flag(!times.isEmpty),
    ]
  }

  static var samples: [MovePage] {
    [
      sample(.possible), sample(.possible, asks: true, isChanged: true),
      sample(.taken, times: TimeLink.samples), sample(.outdated), sample(.tooLate), sample(.impossible),
    ]
  }

  private static func sample(
    _ stage: Stage, asks: Bool = false, isChanged: Bool = false, times: [TimeLink] = []
  ) -> MovePage {
    MovePage(
      summary: BookingSummary.samples[1], patient: "Paul Moreau", was: "Tuesday 24 November 2026, 09:20",
      href: "/appointments/1", action: "/appointments/1/move", offer: "offer", sequence: 0,
      timesHref: "/doctors/5/times?service=1&moving=1", stage: stage,
      until: "Monday 23 November 2026, 09:20, London time (GMT)",
      rule: ChangeRule.samples[asks ? 1 : 0], asks: asks, isChanged: isChanged, times: times)
  }
}
