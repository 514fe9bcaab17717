internal import Pages

/// `GET /waitlist/offers/:id` and its refused forms: a time that became free, and two buttons.
struct WaitlistOfferPage: Page {
  let doctor: String
  let service: String
  let patient: String
  /// `Tuesday 24 November 2026, 09:20`
  let start: String
  let zone: String
  let until: String
  let stage: Stage
  let acceptAction: String
  let declineAction: String
  var notice: String?

  enum Stage: Sendable {
    case open, gone, declined
  }

  static let template = "waitlist/offer"
  static let languages: [Language] = [.english, .french]

  var fields: Fields {
    [
      "doctor": .text(doctor), "service": .text(service), "patient": .text(patient), "start": .text(start),
      "zone": .text(zone), "until": .text(until), "isOpen": .flag(stage == .open),
      "isGone": .flag(stage == .gone),
      "isDeclined": .flag(stage == .declined), "acceptAction": .text(acceptAction),
      "declineAction": .text(declineAction), "problems": .view(ProblemSummary(notice: notice)),
    ]
  }

  static var samples: [WaitlistOfferPage] { [sample(.open), sample(.gone), sample(.declined)] }

  private static func sample(_ stage: Stage) -> WaitlistOfferPage {
    WaitlistOfferPage(
      doctor: "Dr Amira Haddad", service: "First consultation", patient: "Paul Moreau",
      start: "Tuesday 24 November 2026, 09:20", zone: "London time (GMT)",
      until: "Monday 23 November 2026, 11:05",
      stage: stage, acceptAction: "/waitlist/offers/1/acceptance", declineAction: "/waitlist/offers/1/refusal"
    )
  }
}
