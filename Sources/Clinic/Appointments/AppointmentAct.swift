/// What can be done to an appointment. docs/states.md is the table of it.
public enum AppointmentAct: String, Sendable, CaseIterable {
  case book
  /// To ask for a time that its practitioner has to accept first: at booking, or in place of a move.
  case request
  case accept, decline, cancel, move, arrive, leave, start, fulfil, miss
}

extension AppointmentAct {
  public enum Hand: String, Sendable {
    /// Whoever may book for the patient.
    case patient
    /// The one who is booked.
    case practitioner
  }

  public var hand: Hand {
    switch self {
    case .book, .request, .cancel, .move: .patient
    case .accept, .decline, .arrive, .leave, .start, .fulfil, .miss: .practitioner
    }
  }

  /// When an appointment that there is can be acted upon.
  public enum Time: String, Sendable {
    case untilDeadline = "until the deadline"
    case beforeItBegins = "before it begins"
    case fromTwelveHoursBefore = "from twelve hours before"
    case onceBegun = "once it has begun"
    case atAnyTime = "at any time"
  }

  /// - Parameter status: nil for a new appointment.
  public func time(from status: Appointment.Status?) -> Time {
    switch self {
    case .book, .request, .cancel, .move: status == nil ? .beforeItBegins : .untilDeadline
    case .accept: .beforeItBegins
    case .arrive: .fromTwelveHoursBefore
    case .miss: .onceBegun
    case .decline, .leave, .start, .fulfil: .atAnyTime
    }
  }

  /// What becomes of the time that the appointment occupies.
  public enum Occupancy: String, Sendable {
    case taken, kept, moved, released
  }

  public func occupancy(from status: Appointment.Status?) -> Occupancy {
    switch self {
    case .book, .request, .move: status == nil ? .taken : .moved
    case .cancel, .decline: .released
    case .accept, .arrive, .leave, .start, .fulfil, .miss: .kept
    }
  }

  /// The letter that tells of it. A calendar has to be told, too, so with each `sequence` rises.
  public var letter: LetterKind? {
    switch self {
    case .book, .accept: .appointmentBooked
    case .request: .appointmentRequested
    case .cancel, .decline: .appointmentCancelled
    case .move: .appointmentMoved
    case .arrive, .leave, .start, .fulfil, .miss: nil
    }
  }

  /// As the audit log names it.
  var audited: Act {
    switch self {
    case .book: .appointmentBooked
    case .request: .appointmentRequested
    case .accept: .appointmentAccepted
    case .decline: .appointmentDeclined
    case .cancel: .appointmentCancelled
    case .move: .appointmentMoved
    case .arrive: .appointmentArrived
    case .leave: .appointmentLeft
    case .start: .appointmentStarted
    case .fulfil: .appointmentFulfilled
    case .miss: .appointmentMissed
    }
  }
}
