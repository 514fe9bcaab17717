internal import Pages

/// An appointment can't take place: another time is proposed, or the front desk will call.
struct AppointmentRebookingLetter: Letter {
  /// As it was to be.
  let appointment: AppointmentFacts
  /// `Monday 30 November 2026, 09:20`; nil when nothing was free.
  let proposed: String?
  /// Until when that is kept.
  let until: String
  /// The absolute address that lets its holder answer.
  let answer: String
  /// Staff propose it for what was asked for: no visit falls out.
  var answersRequest = false

  static let template = "mail/appointment-rebooking"

  var fields: Fields {
    [
      "appointment": .view(appointment), "proposed": .text(proposed), "until": .text(until),
      "answer": .text(answer), "answersRequest": .flag(answersRequest),
    ]
  }

  static let samples = [
    AppointmentRebookingLetter(
      appointment: AppointmentFacts.samples[0], proposed: "Monday 30 November 2026, 09:20",
      until: "Sunday 22 November 2026, 09:20",
      answer: "https://riverside.example.org/rebookings/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c"),
    AppointmentRebookingLetter(
      appointment: AppointmentFacts.samples[0], proposed: nil, until: "Sunday 22 November 2026, 09:20",
      answer: "https://riverside.example.org/rebookings/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c"),
    AppointmentRebookingLetter(
      appointment: AppointmentFacts.samples[0], proposed: "Monday 30 November 2026, 09:20",
      until: "Sunday 22 November 2026, 09:20",
      answer: "https://riverside.example.org/rebookings/q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c",
      answersRequest: true),
  ]
}
