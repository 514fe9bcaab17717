internal import Pages

/// `GET /appointments/new` and a refused `POST /appointments` or `POST /holds`: look once more, then book.
struct BookingPage: Page {
  /// Nil when the offer can no longer be read: `obstacle` is then set.
  let summary: BookingSummary?
  /// Who the appointment is for; nil for a visitor who is not a signed-in patient.
  let patient: String?
  /// The patient and their children, to choose from; nil for who has none.
  var who: ChoiceField?
  /// Who was chosen, for a form that stays while its sender signs in again.
  var keptPatient = ""
  /// What to do before it; empty when nothing.
  var preparation = ""
  var rule: ChangeRule?
  /// The doctor has to say yes before it is booked.
  var asks = false
  /// The signed offer, for the forms.
  let offer: String
  /// Makes sending the form twice book once.
  let key: String
  let reason: Field
  /// The session ended while the form was filled in: it stays as it is, to be sent once more after signing in.
  var isSignedOut = false
  /// The patient has as many appointments ahead as can be booked online.
  var isFull = false
  /// The patient's record is out of use: only the clinic can help.
  var isRetired = false
  /// What concerns no single field.
  var notice: String?
  /// Where this doctor's times are.
  let timesHref: String
  let obstacle: BookingObstacle?
  /// Nobody is signed in.
  let isStranger: Bool
  /// For how long the time is kept for who signs up or in now.
  let minutesKept: Int
  /// How many appointments of one patient can be ahead.
  let mostAhead: Int
  /// The time is kept for this browser already.
  var kept: KeptTime?
  /// What the clinic knows that the patient needs.
  var needs: [Badge] = []

  static let template = "appointments/new"

  private var mayBook: Bool {
    (patient != nil || isSignedOut) && summary != nil && !isRetired
      && obstacle.map { !$0.times.isEmpty } ?? true
  }

  /// With forms that keep the time meanwhile and bring them back here.
  var asksToSignIn: Bool { isStranger && obstacle == nil && !isSignedOut }

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [who?.control, reason.control].compactMap(\.self))),
      "summary": .view(summary),
      // Who chooses below is not told above.
      "patient": .text(who == nil ? patient : nil),
      "who": .view(who),
      "needs": .list(needs), "hasNeeds": .flag(!needs.isEmpty),
      "keptPatient": .text(isSignedOut ? keptPatient : ""),
      "preparation": .text(obstacle == nil ? preparation : ""),
      "rule": .view(obstacle == nil ? rule : nil),
      "asks": .flag(asks),
      "offer": .text(offer),
      "key": .text(key),
      "reason": .view(reason),
      "timesHref": .text(timesHref),
      "obstacle": .view(obstacle),
      "mayBook": .flag(mayBook),
      "isSignedOut": .flag(isSignedOut),
      "isFull": .flag(isFull), "isRetired": .flag(isRetired),
      "mostAhead": .number(mostAhead),
      "asksToSignIn": .flag(asksToSignIn),
      "minutesKept": .number(minutesKept),
      "kept": .view(obstacle == nil ? kept : nil),
      "isStaff": .flag(patient == nil && !isStranger && obstacle == nil && !isSignedOut),
    ]
  }

  static var samples: [BookingPage] {
    let summaries = BookingSummary.samples
    return [
      sample(summaries[0], patient: "Paul Moreau"),
      sample(summaries[0], patient: nil, isStranger: true),
      sample(
        summaries[1], patient: "Paul Moreau",
        who: ChoiceField(
          "patient",
          [Choice("", "Paul Moreau", chosen: true), Choice("a", "Léo Moreau"), Choice("b", "محمد مورو")]),
        asks: true),
      sample(summaries[0], patient: "Paul Moreau", kept: KeptTime.samples[0]),
      sample(
        summaries[1], patient: "محمد العربي",
        reason: Field(
          "reason", "My knee hurts.", label: "Reason for your visit", problem: "Use 500 characters or fewer")),
      sample(summaries[1], patient: "Paul Moreau", obstacle: BookingObstacle.samples[0]),
      sample(nil, patient: "Paul Moreau", obstacle: BookingObstacle.samples[1]),
      sample(summaries[0], patient: "Paul Moreau", obstacle: BookingObstacle.samples[2]),
      sample(summaries[0], patient: nil),
      sample(summaries[1], patient: nil, reason: Field("reason", "My knee hurts."), isSignedOut: true),
      sample(summaries[0], patient: "Paul Moreau", reason: Field("reason", "My knee hurts."), isFull: true),
      sample(summaries[0], patient: "Paul Moreau", isRetired: true),
      sample(summaries[0], patient: "Paul Moreau", obstacle: BookingObstacle.samples[4]),
      sample(summaries[0], patient: "Paul Moreau", obstacle: BookingObstacle.samples[5]),
    ]
  }

  private static func sample(
    _ summary: BookingSummary?, patient: String?, reason: Field = Field("reason"),
    obstacle: BookingObstacle? = nil, isStranger: Bool = false, isSignedOut: Bool = false,
    isFull: Bool = false, isRetired: Bool = false, kept: KeptTime? = nil, who: ChoiceField? = nil,
    asks: Bool = false
  ) -> BookingPage {
    BookingPage(
      summary: summary, patient: patient, who: who, keptPatient: "b",
      preparation: "Please eat nothing for four hours before.", rule: ChangeRule.samples[asks ? 1 : 0],
      asks: asks, offer: "offer", key: "key", reason: reason,
      isSignedOut: isSignedOut,
      isFull: isFull, isRetired: isRetired, timesHref: "/doctors/1/times?service=1", obstacle: obstacle,
      isStranger: isStranger, minutesKept: 30, mostAhead: 10, kept: kept)
  }
}
