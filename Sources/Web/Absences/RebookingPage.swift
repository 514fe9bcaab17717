internal import Pages

/// `GET /rebookings/:token` and its refused forms, for whoever holds a letter's link: when the visit was to be, when it could
/// be, and nothing of whom or what for.
struct RebookingPage: Page {
  /// When the visit was to be.
  let was: String
  let zone: String
  let stage: Stage
  /// When it is now, once it was moved.
  let now: String
  /// Until when the first of the times is kept; nil when it is not.
  var until: String?
  /// With whom, where it is another doctor.
  var otherDoctor: String?
  /// The proposed time first.
  var times: [Choice] = []
  /// The address of this very page.
  let here: String
  /// Staff propose it for what was asked for: no visit falls out.
  var answersRequest = false
  /// The patient asked to be called.
  var isCallAsked = false
  /// The time that was chosen was taken meanwhile.
  var isTaken = false
  var notice: String?

  enum Stage: Sendable {
    case asked, moved, cancelled
    /// It was moved, and the doctor has yet to agree.
    case requested
    /// It takes place as booked after all.
    case stands
  }

  static let template = "absences/rebooking"

  var fields: Fields {
    [
      "was": .text(was), "zone": .text(zone), "isAsked": .flag(stage == .asked),
      "isMoved": .flag(stage == .moved), "isRequested": .flag(stage == .requested),
      "isCancelled": .flag(stage == .cancelled),
      "stands": .flag(stage == .stands), "now": .text(now),
      "until": .text(until), "otherDoctor": .text(otherDoctor), "times": .list(times),
      "hasTimes": .flag(!times.isEmpty), "here": .text(here), "isCallAsked": .flag(isCallAsked),
      "answersRequest": .flag(answersRequest),
      "isTaken": .flag(isTaken), "problems": .view(ProblemSummary(notice: notice)),
    ]
  }

  static var samples: [RebookingPage] {
    let times = [
      Choice("a", "Monday 30 November 2026, 09:20", chosen: true),
      Choice("b", "Monday 30 November 2026, 10:00"),
    ]
    return [
      sample(.asked, until: "Sunday 22 November 2026, 09:20", times: times),
      sample(.asked, otherDoctor: "Dr Chloé Laurent", times: times, isTaken: true),
      sample(.asked, times: times, answersRequest: true), sample(.asked, isCallAsked: true), sample(.moved),
      sample(.requested),
      sample(.cancelled),
      sample(.stands),
    ]
  }

  private static func sample(
    _ stage: Stage, until: String? = nil, otherDoctor: String? = nil, times: [Choice] = [],
    answersRequest: Bool = false, isCallAsked: Bool = false, isTaken: Bool = false
  ) -> RebookingPage {
    RebookingPage(
      was: "Tuesday 24 November 2026, 09:20", zone: "London time (GMT)", stage: stage,
      now: "Monday 30 November 2026, 09:20", until: until, otherDoctor: otherDoctor, times: times,
      here: "/rebookings/token", answersRequest: answersRequest, isCallAsked: isCallAsked, isTaken: isTaken)
  }
}
