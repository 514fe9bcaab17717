internal import Pages

/// `GET /appointments/:id/visit`: the way into a visit by video or phone, for its patient.
struct VirtualVisitPage: Page {
  let service: String
  let doctor: String
  /// The child that it is for; nil for one's own.
  let child: String?
  /// `Tuesday 24 November 2026, 09:20, London time (GMT)`.
  let start: String
  let iso: String
  /// By the visitor's own clock, where that shows another time: `10:20`.
  let own: String?
  let isPhone: Bool
  let stage: Stage
  /// When the way in opens, by the clinic's clock, and by the visitor's own where that differs.
  let opens: String
  let ownOpens: String?
  /// `Tuesday 24 November 2026`; nil when it was not agreed.
  let consented: String?
  /// What is to be agreed to; nil when it was, or when the clinic has published nothing.
  let consent: ConsentToGive?
  /// Where the clinic's questions are; nil when it asks none.
  let questions: String?
  let areAnswered: Bool
  let joinAction: String
  let appointment: String
  /// What concerns no single control.
  var notice: String?

  enum Stage: Sendable {
    case early, open, over
    /// It will not take place.
    case off
  }

  static let template = "telehealth/visit"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [consent?.control].compactMap(\.self))),
      "service": .text(service), "doctor": .text(doctor), "child": .text(child), "start": .text(start),
      "iso": .text(iso), "own": .text(own), "isPhone": .flag(isPhone), "isEarly": .flag(stage == .early),
      "isOpen": .flag(stage == .open), "isOver": .flag(stage == .over), "isOff": .flag(stage == .off),
      "opens": .text(opens), "ownOpens": .text(ownOpens), "consented": .text(consented),
      "consent": .view(consent), "hasNoText": .flag(consented == nil && consent == nil),
      "questions": .text(questions), "areAnswered": .flag(areAnswered),
      "joinAction": .text(stage == .open && consented != nil ? joinAction : nil),
      "appointmentHref": .text(appointment),
    ]
  }

  static var samples: [VirtualVisitPage] {
    [
      sample(.early, consent: ConsentToGive.samples[0]), sample(.open, consented: "Tuesday 24 November 2026"),
      sample(.open, consent: ConsentToGive.samples[1], child: "Léo Moreau"),
      sample(.early, isPhone: true), sample(.over, consented: "Tuesday 24 November 2026"), sample(.off),
    ]
  }

  private static func sample(
    _ stage: Stage, consented: String? = nil, consent: ConsentToGive? = nil, isPhone: Bool = false,
    child: String? = nil
  ) -> VirtualVisitPage {
    VirtualVisitPage(
      service: "Telemedicine consultation", doctor: "Dr Amira Haddad", child: child,
      start: "Tuesday 24 November 2026, 09:20, London time (GMT)", iso: "2026-11-24T09:20:00Z",
      own: child == nil ? "10:20" : nil, isPhone: isPhone, stage: stage, opens: "09:05",
      ownOpens: child == nil ? "10:05" : nil, consented: consented, consent: consent,
      questions: "/appointments/1/questionnaire", areAnswered: consented != nil,
      joinAction: "/appointments/1/joining", appointment: "/appointments/1")
  }
}

/// A text to agree to.
struct ConsentToGive: View {
  let action: String
  let id: String
  let name: String
  /// An ISO 639-1 code.
  let language: String
  let text: String
  /// Where this version stands for good.
  let href: String
  var label: String?
  var problem: String?

  var control: Control { Control(id: "agree", label: label, problem: problem) }

  var fields: Fields {
    [
      "action": .text(action), "text": .text(id), "consentName": .text(name), "textLanguage": .text(language),
      "words": .text(text), "href": .text(href), "name": .text("agree"), "problem": .text(problem),
    ]
  }

  static let samples = [
    ConsentToGive(
      action: "/appointments/1/consent", id: "1", name: "Telehealth", language: "en",
      text: "I agree to be seen by video.\n\nI can withdraw at any time.", href: "/consents/1"),
    ConsentToGive(
      action: "/appointments/1/consent", id: "1", name: "Télésanté", language: "fr",
      text: "J’accepte d’être vu par vidéo.", href: "/consents/2", label: "I agree",
      problem: "Please tick the box to agree"),
  ]
}
