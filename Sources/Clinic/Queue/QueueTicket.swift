public import CivilTime
public import FoundationEssentials

/// A place in the queue. On screen it is a number: nobody is called by name.
public struct QueueTicket: Sendable {
  public let id: ID<QueueTicket>
  public let place: ID<WaitingRoom>
  public let number: Int
  public let state: State
  /// Nil for a walk-in.
  public let appointment: ID<Appointment>?
  /// The booked visit has begun.
  public let hasBegun: Bool
  /// Empty while nobody has asked, and where names are not for whoever looks.
  public let patientName: String
  public let service: String
  /// Nil for whoever gives the service.
  public let doctor: String?
  /// Where they were called to; nil before.
  public let room: String?
  /// Where their visit is booked to be; nil for a walk-in.
  public let booked: ID<Location>?
  /// Which of its changes this is: of two desks that act on the same, the second is told.
  public let version: Int
  public let turn: WaitRange.Turn

  public enum State: String, Sendable, CaseIterable {
    case waiting, called, done, left
  }

  /// What can be done with it.
  public enum Step: String, Sendable, CaseIterable {
    case call, finish, leave, putBack

    var from: [State] {
      switch self {
      case .call: [.waiting]
      case .finish: [.called]
      // Who left, or was thought to have, is there after all.
      case .putBack: [.called, .left]
      case .leave: [.waiting, .called]
      }
    }

    var to: State {
      switch self {
      case .call: .called
      case .finish: .done
      case .leave: .left
      case .putBack: .waiting
      }
    }

    /// As the audit log names it.
    var audited: Act {
      switch self {
      case .call: .ticketCalled
      case .finish: .ticketFinished
      case .leave: .ticketLeft
      case .putBack: .ticketPutBack
      }
    }
  }
}

/// A place where people wait: a site, or all rooms that stand alone, which have the nil id.
public enum WaitingRoom {}

extension QueueTicket {
  /// Whether this can be done to it. Whose visit has begun does not wait again, and has not left.
  public func allows(_ step: Step) -> Bool { step.from.contains(state) && (step == .finish || !hasBegun) }
}

/// Everybody who waits on a day, and who is expected.
public struct QueueDay: Sendable {
  /// Those that are waiting or called, in the order of the queue.
  public let tickets: [QueueTicket]
  /// Those that left within the last hours, and may be back.
  public let left: [QueueTicket]
  /// Booked before somebody who waits, and not there yet.
  public let expected: [WaitRange.Turn]
  let shifts: Shifts

  /// - Parameter local: now by the clinic's clock.
  /// - Returns: nil when nobody who can see them is at work on that day any more.
  public func wait(of ticket: QueueTicket, at now: Date, _ local: TimeOfDay) -> WaitRange? {
    shifts.hands(of: ticket.turn.doctors, at: local).map {
      WaitRange(of: ticket.turn, among: tickets.map(\.turn) + expected, hands: $0, at: now)
    }
  }
}

/// Somebody at the counter without an appointment.
public struct WalkIn: Sendable {
  public let service: ID<HealthcareService>
  /// Nil for whoever gives the service.
  public let practitioner: ID<Practitioner>?
  /// Of the patient, where they were asked.
  public let patientNumber: Int?
  public let place: ID<WaitingRoom>

  public init(
    service: ID<HealthcareService>, practitioner: ID<Practitioner>?, patientNumber: Int?,
    place: ID<WaitingRoom>
  ) {
    self.service = service
    self.practitioner = practitioner
    self.patientNumber = patientNumber
    self.place = place
  }
}
