internal import Pages

/// A booking waits for the clinic's approval.
struct AppointmentRequestedLetter: Letter {
  let appointment: AppointmentFacts

  static let template = "mail/appointment-requested"

  var fields: Fields { ["appointment": .view(appointment)] }

  static let samples = AppointmentFacts.samples.map(Self.init)
}
