/// A number of a report.
public enum Measure: String, Sendable, CaseIterable {
  case appointments, asked, booked, came, missed, cancelled
  /// Visits whose patients should have come.
  case due
  case missedShare = "missed-share"
  case cancelledShare = "cancelled-share"
  /// Days from the booking to the visit: half of the visits, and nine of ten, were booked at most so long before.
  case leadMedian = "lead-median"
  case leadNinetieth = "lead-ninetieth"
  case leadMean = "lead-mean"
  /// Minutes from the check-in to the beginning.
  case waited
  case waitMedian = "wait-median"
  case waitNinetieth = "wait-ninetieth"
  case waitLongest = "wait-longest"
  case hoursBooked = "hours-booked"
  case hoursOffered = "hours-offered"
  case fill
  case completed, revenue
  case revenueMean = "revenue-mean"

  public enum Unit: Sendable {
    case count, days, minutes, hours
    /// A fraction of one.
    case share
    /// In the minor unit of the clinic's currency.
    case money
  }

  public var unit: Unit {
    switch self {
    case .appointments, .asked, .booked, .came, .missed, .cancelled, .due, .waited, .completed: .count
    case .leadMedian, .leadNinetieth, .leadMean: .days
    case .waitMedian, .waitNinetieth, .waitLongest: .minutes
    case .hoursBooked, .hoursOffered: .hours
    case .missedShare, .cancelledShare, .fill: .share
    case .revenue, .revenueMean: .money
    }
  }

  /// Which appointments it counts.
  public enum Rows: Hashable, Sendable {
    case none, all
    case state(Appointment.Status)
    case counted(Counted)
  }

  public var rows: Rows {
    switch self {
    case .appointments, .leadMedian, .leadNinetieth, .leadMean: .all
    case .asked: .counted(.asked)
    case .booked: .state(.booked)
    case .came: .counted(.came)
    case .waited, .waitMedian, .waitNinetieth, .waitLongest: .counted(.waited)
    case .missed, .missedShare: .state(.noshow)
    case .cancelled, .cancelledShare: .state(.cancelled)
    case .due: .counted(.due)
    case .hoursBooked, .fill: .counted(.occupying)
    case .hoursOffered: .none
    case .completed, .revenue, .revenueMean: .state(.fulfilled)
    }
  }

  /// What divided by what it is, where it is not counted itself.
  var quotient: (of: Measure, by: Measure)? {
    switch self {
    case .missedShare: (.missed, .due)
    case .cancelledShare: (.cancelled, .appointments)
    case .fill: (.hoursBooked, .hoursOffered)
    case .revenueMean: (.revenue, .completed)
    default: nil
    }
  }
}

/// Appointments that reports count together, though not of one state.
public enum Counted: String, Sendable, CaseIterable {
  case asked, came
  /// Their patients should have come.
  case due
  /// Check-in and beginning were marked, in that order.
  case waited
  /// They take their doctor's time.
  case occupying

  static let codes = Codes("counted", allCases.map(\.rawValue))
}

/// The numbers of one row of a report.
public struct Figures: Hashable, Sendable {
  private var counted: [Measure: Double] = [:]

  public init(_ counted: [Measure: Double] = [:]) {
    self.counted = counted
  }

  /// Nil where there is nothing to say: no median of no visits, no share of none.
  public subscript(measure: Measure) -> Double? {
    get {
      guard let (part, whole) = measure.quotient else { return counted[measure] }
      guard let part = self[part], let whole = self[whole], whole > 0 else { return nil }
      return part / whole
    }
    set { counted[measure] = newValue }
  }

  /// As of no visits at all.
  static func none(_ report: Report) -> Figures {
    Figures(
      Dictionary(
        uniqueKeysWithValues: report.measures.compactMap { measure in
          switch measure.unit {
          case .count, .hours: (measure, 0)
          case .money where measure.quotient == nil: (measure, 0)
          case .days, .minutes, .share, .money: nil
          }
        }))
  }
}
