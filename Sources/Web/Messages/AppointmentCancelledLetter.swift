internal import Pages

/// An appointment will not take place.
struct AppointmentCancelledLetter: Letter {
  let appointment: AppointmentFacts

  static let template = "mail/appointment-cancelled"

  var fields: Fields { ["appointment": .view(appointment)] }

  static let samples = AppointmentFacts.samples.map(Self.init)
}
