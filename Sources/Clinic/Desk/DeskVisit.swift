public import CivilTime
public import FoundationEssentials

/// FHIR R4 Appointment, as the front desk sees it.
public struct DeskVisit: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let status: Appointment.Status
  public let sequence: Int
  public let patient: ID<Patient>
  public let patientName: String
  public let patientNumber: Int
  public let birthDate: Day
  public let phone: String
  public let practitioner: ID<Practitioner>
  public let practitionerName: String
  public let service: ID<HealthcareService>
  public let serviceName: String
  public let location: String
  public let isOnline: Bool
  /// What the patient wrote; empty when nothing.
  public let reason: String
  /// Where letters about it go: `LetterReader`. Empty for nowhere.
  public let letters: String
  /// Consents and documents that are not there yet.
  public let papers: [VisitPaper]
  /// The other time that was proposed to the patient, who has not answered; nil for none.
  public let proposed: Date?
  /// They came and wait for their visit, and have no number in the queue, or had left.
  public let lacksNumber: Bool
  /// They came, and left without having been seen.
  public let hasLeft: Bool
  /// What whoever receives them is to know.
  public var needs: [NeedAtSight] = []

  public var minutes: Int { Int(during.upperBound.timeIntervalSince(during.lowerBound) / 60) }

  /// Why the desk may not do this now; nil when it may. Deadlines bind patients; the desk acts until the visit begins.
  public func refusal(of act: AppointmentAct, at now: Date) -> Refusal? {
    do {
      _ = try AppointmentStates.after(act, from: status)
    } catch {
      return error
    }
    switch act.time(from: status) {
    case .atAnyTime: return nil
    case .untilDeadline, .beforeItBegins: return now < during.lowerBound ? nil : .conflict(.tooLate)
    case .onceBegun: return now >= during.lowerBound ? nil : .conflict(.tooEarly)
    case .fromTwelveHoursBefore:
      return now >= during.lowerBound - AppointmentAct.earliestArrival ? nil : .conflict(.tooEarly)
    }
  }

  /// Why the desk may not move it now; nil when it may. Where the service needs approval, a move is a request.
  public func refusalOfMove(at now: Date) -> Refusal? {
    refusal(of: .move, at: now).flatMap { _ in refusal(of: .request, at: now) }
  }
}
