internal import Pages

/// `GET /appointments/:id/cancellation` and a refused `POST`: what happens, and the button.
struct CancellationPage: Page {
  let summary: BookingSummary
  let patient: String
  /// Where the appointment is.
  let href: String
  let action: String
  let sequence: Int
  let stage: Stage
  /// The last instant, in words.
  let until: String
  /// It is a request that the doctor has not answered.
  var isRequest = false
  /// The appointment was changed since the page before this one was looked at.
  var isChanged = false

  enum Stage: Sendable {
    case possible, tooLate
    /// It is over, or never was more than a plan.
    case impossible
  }

  static let template = "appointments/cancellation"

  var fields: Fields {
    [
      "summary": .view(summary), "patient": .text(patient), "href": .text(href), "action": .text(action),
      "sequence": .number(sequence), "isPossible": .flag(stage == .possible),
      "isTooLate": .flag(stage == .tooLate), "isImpossible": .flag(stage == .impossible),
      "until": .text(until), "isRequest": .flag(isRequest),
      "isChanged": .flag(isChanged),
    ]
  }

  static var samples: [CancellationPage] {
    [
      sample(.possible), sample(.possible, isRequest: true), sample(.possible, isChanged: true),
      sample(.tooLate), sample(.impossible),
    ]
  }

  private static func sample(_ stage: Stage, isRequest: Bool = false, isChanged: Bool = false)
    -> CancellationPage
  {
    CancellationPage(
      summary: BookingSummary.samples[0], patient: "Paul Moreau", href: "/appointments/1",
      action: "/appointments/1/cancellation", sequence: 0, stage: stage,
      until: "Monday 23 November 2026, 09:20, London time (GMT)", isRequest: isRequest, isChanged: isChanged)
  }
}
