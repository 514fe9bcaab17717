internal import Pages

/// An appointment is booked, or its booking was approved.
struct AppointmentBookedLetter: Letter {
  let appointment: AppointmentFacts

  static let template = "mail/appointment-booked"

  var fields: Fields { ["appointment": .view(appointment)] }

  static let samples = AppointmentFacts.samples.map(Self.init)
}
