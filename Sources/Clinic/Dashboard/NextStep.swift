public import CivilTime
public import FoundationEssentials

/// The one thing to do about the next visit now: docs/online-services.md has the order and the times.
public enum NextStep: String, Sendable, CaseIterable {
  /// To come into a visit by video or phone.
  case join
  /// To say that one has come.
  case checkIn = "check-in"
  /// To see one's number, after having come.
  case number
  /// To agree to visits by video or phone.
  case consent
  /// To answer the clinic's questions.
  case intake
  case pay
  /// To give it another time, or to cancel it.
  case change
  /// There is nothing to do but to look at it.
  case look
}

/// What decides.
public struct NextVisit: Sendable {
  public let status: Appointment.Status
  public let during: Range<Date>
  public let isOnline: Bool
  public var needs = VisitNeeds()
  public var hasOpenInvoice = false
  /// Until then it can be moved or cancelled online.
  public let deadline: Date

  public init(
    status: Appointment.Status, during: Range<Date>, isOnline: Bool, needs: VisitNeeds = VisitNeeds(),
    hasOpenInvoice: Bool = false, deadline: Date
  ) {
    self.status = status
    self.during = during
    self.isOnline = isOnline
    self.needs = needs
    self.hasOpenInvoice = hasOpenInvoice
    self.deadline = deadline
  }

  public init(_ appointment: Appointment, _ needs: VisitNeeds, hasOpenInvoice: Bool = false) {
    self.init(
      status: appointment.status, during: appointment.during, isOnline: appointment.isOnline, needs: needs,
      hasOpenInvoice: hasOpenInvoice, deadline: appointment.deadline)
  }
}

/// What a visit still needs of its patient.
public struct VisitNeeds: Hashable, Sendable {
  public var consent = false
  public var intake = IntakeProgress.none

  public init(consent: Bool = false, intake: IntakeProgress = .none) {
    self.consent = consent
    self.intake = intake
  }
}

extension NextStep {
  /// What can be done right now comes first, then what has to be done before, then what can be changed.
  ///
  /// - Parameter zone: the clinic's, by whose days people check in.
  public static func of(_ visit: NextVisit, at now: Date, in zone: TimeZoneRules) -> NextStep {
    let isComing = [.booked, .arrived].contains(visit.status)
    if visit.isOnline, isComing, VirtualVisit.window(of: visit.during).contains(now) { return .join }
    if !visit.isOnline, isComing, CheckIn.isOpen(visit.during, at: now, in: zone) {
      return visit.status == .booked ? .checkIn : .number
    }
    if visit.needs.consent { return .consent }
    if [.missing, .begun].contains(visit.needs.intake) { return .intake }
    if visit.hasOpenInvoice { return .pay }
    if [.booked, .pending].contains(visit.status), now <= visit.deadline, now < visit.during.lowerBound {
      return .change
    }
    return .look
  }
}

extension CheckIn {
  /// Whether the patient of a visit can say now that they are there: on its day, from `earliest` before it to its end.
  public static func isOpen(_ during: Range<Date>, at now: Date, in zone: TimeZoneRules) -> Bool {
    now >= during.lowerBound - earliest && now < during.upperBound
      && zone.local(during.lowerBound).day == zone.local(now).day
  }
}
