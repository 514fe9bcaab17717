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
  /// What is agreed with one press; nil once the time is gone.
  let terms: WaitlistTerms?
  let stage: Stage
  let acceptAction: String
  let declineAction: String
  var notice: String?

  enum Stage: Sendable {
    case open, gone, declined
  }

  static let template = "waitlist/offer"

  var fields: Fields {
    [
      "doctor": .text(doctor), "service": .text(service), "patient": .text(patient), "start": .text(start),
      "zone": .text(zone), "until": .text(until), "terms": .view(terms),
      "isOpen": .flag(stage == .open),
      "isGone": .flag(stage == .gone),
      "isDeclined": .flag(stage == .declined), "acceptAction": .text(acceptAction),
      "declineAction": .text(declineAction), "problems": .view(ProblemSummary(notice: notice)),
    ]
  }

  static var samples: [WaitlistOfferPage] {
    WaitlistTerms.samples.map { sample(.open, $0) } + [sample(.gone), sample(.declined)]
  }

  private static func sample(_ stage: Stage, _ terms: WaitlistTerms? = nil) -> WaitlistOfferPage {
    WaitlistOfferPage(
      doctor: "Dr Amira Haddad", service: "First consultation", patient: "Paul Moreau",
      start: "Tuesday 24 November 2026, 09:20", zone: "London time (GMT)",
      until: "Monday 23 November 2026, 11:05", terms: terms,
      stage: stage, acceptAction: "/waitlist/offers/1/acceptance", declineAction: "/waitlist/offers/1/refusal"
    )
  }
}

/// What is booked with an offer of the waiting list, or asked for.
struct WaitlistTerms: View {
  let duration: String
  /// The room; empty online.
  let place: String
  let isOnline: Bool
  let price: String
  /// What to do before; empty when nothing.
  let preparation: String
  /// The doctor has to agree first.
  let asks: Bool
  /// Until when it can be moved or cancelled online; nil when that is past.
  let change: String?

  var fields: Fields {
    [
      "duration": .text(duration), "place": .text(place), "isOnline": .flag(isOnline), "price": .text(price),
      "preparation": .text(preparation), "asks": .flag(asks), "change": .text(change),
    ]
  }

  static let samples = [
    WaitlistTerms(
      duration: "20 minutes", place: "Room 2, Ferry Wharf", isOnline: false, price: "£45.00",
      preparation: "", asks: false, change: "Sunday 22 November 2026, 09:20, London time (GMT)"),
    WaitlistTerms(
      duration: "60 minutes", place: "", isOnline: true, price: "£280.00",
      preparation: "Please eat nothing for four hours before.", asks: true, change: nil),
  ]
}
