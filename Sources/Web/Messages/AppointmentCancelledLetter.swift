internal import Pages

/// An appointment will not take place.
struct AppointmentCancelledLetter: Letter {
  let appointment: AppointmentFacts
  /// Why, in the words of the clinic's staff.
  var reason: String?

  static let template = "mail/appointment-cancelled"

  var fields: Fields { ["appointment": .view(appointment), "reason": .text(reason)] }

  static let samples = [
    AppointmentCancelledLetter(appointment: AppointmentFacts.samples[0], reason: "Dr Haddad is ill."),
    AppointmentCancelledLetter(appointment: AppointmentFacts.samples[1]),
  ]
}
