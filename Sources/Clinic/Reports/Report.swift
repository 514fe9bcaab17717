/// What a clinic asks of its past and its weeks ahead; docs/reports.md says how each is counted.
public enum Report: String, Sendable, CaseIterable {
  case bookings
  case leadTime = "lead-time"
  case fillRate = "fill-rate"
  case noShows = "no-shows"
  case cancellations
  case waitingTimes = "waiting-times"
  case revenue

  /// Its columns.
  public var measures: [Measure] {
    switch self {
    case .bookings: [.appointments, .asked, .booked, .came, .missed, .cancelled]
    case .leadTime: [.appointments, .leadMedian, .leadNinetieth, .leadMean]
    case .fillRate: [.hoursBooked, .hoursOffered, .fill]
    case .noShows: [.due, .missed, .missedShare]
    case .cancellations: [.appointments, .cancelled, .cancelledShare]
    case .waitingTimes: [.waited, .waitMedian, .waitNinetieth, .waitLongest]
    case .revenue: [.completed, .revenue, .revenueMean]
    }
  }

  /// Which of them is drawn.
  public var drawn: Measure {
    switch self {
    case .bookings: .appointments
    case .leadTime: .leadMedian
    case .fillRate: .fill
    case .noShows: .missedShare
    case .cancellations: .cancelledShare
    case .waitingTimes: .waitMedian
    case .revenue: .revenue
    }
  }
}
