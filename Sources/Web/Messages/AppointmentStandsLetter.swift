internal import Pages

/// An appointment that was said not to be possible takes place as booked after all.
struct AppointmentStandsLetter: Letter {
  let appointment: AppointmentFacts

  static let template = "mail/appointment-stands"

  var fields: Fields { ["appointment": .view(appointment)] }

  static let samples = AppointmentFacts.samples.map(AppointmentStandsLetter.init)
}
