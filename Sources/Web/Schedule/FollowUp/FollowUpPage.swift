import Clinic
import Pages

/// `GET /appointments/:id/follow-up/new` and a refused `POST`: the visit that is to follow, looked over by who books it.
struct FollowUpPage: Page {
  let summary: BookingSummary
  let patient: String
  let action: String
  let offer: String
  /// Makes sending the form twice book once.
  let key: String
  let reason: Field
  /// What concerns no single field.
  var notice: String?
  /// Where the other times are.
  let timesHref: String
  let stage: Stage
  /// The nearest other times, where this one can't be had.
  var times: [TimeLink] = []

  enum Stage: Sendable {
    case possible
    /// Somebody has the time, or the patient has another visit then.
    case taken
    /// It is no longer on offer.
    case outdated
  }

  static let template = "schedule/follow-up"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [reason.control])), "summary": .view(summary),
      "patient": .text(patient), "action": .text(action), "offer": .text(offer), "key": .text(key),
      "reason": .view(reason), "timesHref": .text(timesHref), "isPossible": .flag(stage == .possible),
      "isVoid": .flag(stage != .possible), "isTaken": .flag(stage == .taken),
      "isOutdated": .flag(stage == .outdated), "times": .list(times), "hasTimes": .flag(!times.isEmpty),
    ]
  }

  static var samples: [FollowUpPage] {
    [
      sample(.possible), sample(.taken, times: TimeLink.samples), sample(.outdated),
      sample(
        .possible,
        reason: Field("reason", "…", label: "Reason for the visit", problem: "Use 500 characters or fewer")),
    ]
  }

  private static func sample(
    _ stage: Stage, times: [TimeLink] = [], reason: Field = Field("reason")
  ) -> FollowUpPage {
    FollowUpPage(
      summary: BookingSummary.samples[1], patient: "김서연", action: "/appointments/2/follow-up",
      offer: "offer", key: "key", reason: reason, timesHref: "/appointments/2/follow-up?service=1",
      stage: stage, times: times)
  }
}

extension FollowUpPage.Stage {
  init(_ obstacle: BookingObstacle.Kind?) {
    switch obstacle {
    case nil: self = .possible
    case .outdated?, .changed?, .firstVisit?, .laterVisit?: self = .outdated
    case .taken?, .own?: self = .taken
    }
  }
}
