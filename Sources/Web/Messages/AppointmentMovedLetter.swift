internal import Pages

/// An appointment is at another time.
struct AppointmentMovedLetter: Letter {
  let appointment: AppointmentFacts
  /// When it was to be, in full; nil where that is not known.
  let was: String?

  static let template = "mail/appointment-moved"

  var fields: Fields { ["appointment": .view(appointment), "was": .text(was)] }

  static let samples = [
    AppointmentMovedLetter(
      appointment: AppointmentFacts.samples[0], was: "Monday 23 November 2026, 14:00"),
    AppointmentMovedLetter(appointment: AppointmentFacts.samples[0], was: nil),
  ]
}
