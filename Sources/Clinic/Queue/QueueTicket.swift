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
  /// When each of those who can see them is there on what is left of the day.
  let hands: [Range<Date>]
  /// What whoever receives them is to know; nothing where names are not for whoever looks.
  public var needs: [NeedAtSight] = []

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

    /// What it is to a booked visit; nil for what concerns the queue alone.
    var act: AppointmentAct? {
      switch self {
      case .call: nil
      case .finish: .fulfil
      case .leave: .leave
      // Of who had not left, nothing has changed.
      case .putBack: .arrive
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

  /// Nil when nobody who can see them is there on that day any more.
  public func wait(of ticket: QueueTicket, at now: Date) -> WaitRange? {
    WaitRange(of: ticket.turn, among: tickets.map(\.turn) + expected, by: ticket.hands, at: now)
  }
}
