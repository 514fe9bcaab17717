internal import Pages

/// An appointment will not take place.
struct AppointmentCancelledLetter: Letter {
  let appointment: AppointmentFacts

  static let template = "mail/appointment-cancelled"
  static let languages: [Language] = [.english, .french]

  var fields: Fields { ["appointment": .view(appointment)] }

  static let samples = AppointmentFacts.samples.map(Self.init)
}
