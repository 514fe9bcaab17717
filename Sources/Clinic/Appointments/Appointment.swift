public import CivilTime
public import FoundationEssentials

/// FHIR R4 Appointment, as its patient sees it.
public struct Appointment: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let status: Status
  public let service: String
  public let practitioner: ID<Practitioner>
  public let practitionerPrefix: String
  public let practitionerGivenName: String
  public let practitionerFamilyName: String
  public let portrait: ID<Portrait>?
  public let location: String
  public let price: Money
  public let reason: String
  public let serviceID: ID<HealthcareService>
  /// Which of its changes this is: whoever acts says what they have seen.
  public let sequence: Int
  /// So long before it begins it can be cancelled, as agreed when it was booked.
  public let cancellationMinutes: Int
  /// It is a conversation over the net: nobody goes anywhere.
  public let isOnline: Bool
  /// What to do before it; empty when nothing.
  public let preparation: String
  /// The house that the room is in; empty when it stands alone.
  public let site: String
  /// Of room or site; empty for the clinic's own.
  public let address: String
  public let patientName: String
  /// The patient is whoever is signed in, and no child of theirs.
  public let isOwn: Bool
  /// Whether the doctor is still there and gives the service, so that it can have another time.
  public let isStillGiven: Bool
  /// It can't take place as booked, and the patient has yet to answer what they were asked about another time.
  public let isInDoubt: Bool

  public var practitionerName: String {
    Practitioner.name(practitionerPrefix, practitionerGivenName, practitionerFamilyName)
  }

  /// FHIR R4 AppointmentStatus (http://hl7.org/fhir/R4/valueset-appointmentstatus.html), as far as it is used.
  public enum Status: String, Sendable, CaseIterable {
    case proposed, pending, booked, arrived, fulfilled, cancelled, noshow
  }

  static let refusals: [String: Refusal] = [
    "occupancy_once": .conflict(.timeTaken),
    "occupancy_seat": .conflict(.timeTaken),
    "appointment_steps": .conflict(.otherState),
  ]
}

extension Appointment {
  /// The last instant at which it can be cancelled or moved online.
  public var deadline: Date {
    status == .booked ? during.lowerBound - Double(cancellationMinutes * 60) : during.lowerBound
  }

  /// Whether its patient may do this now.
  public func allows(_ act: AppointmentAct, at now: Date) -> Bool {
    refusal(of: act, at: now) == nil
  }

  /// Why its patient may not do this now; nil when they may.
  public func refusal(of act: AppointmentAct, at now: Date) -> Refusal? {
    do {
      _ = try AppointmentStates.after(act, from: status)
    } catch {
      return error
    }
    return now > deadline ? .conflict(.tooLate) : nil
  }

  /// What was done to it, as its patient sees it.
  public struct Event: Sendable {
    public let act: AppointmentAct
    public let during: Range<Date>
    public let at: Date
    /// By whoever is signed in.
    public let isMine: Bool
    /// Of the patient, or of who acts for them, if it was one; empty for the clinic.
    public let name: String
    public let note: String
  }
}

/// FHIR R4 Appointment, as its practitioner sees it.
public struct Visiting: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let status: Appointment.Status
  public let patientName: String
  public let birthDate: Day
  public let service: String
  public let location: String
  public let reason: String
  public let sequence: Int
  public let serviceID: ID<HealthcareService>
  /// When the patient came, when the visit began and when it was over, as far as it was marked.
  public let arrivedAt: Date?
  public let startedAt: Date?
  public let fulfilledAt: Date?
  /// The patient has not been with this practitioner before.
  public let isFirstVisit: Bool
  public let missing: [Gap]
  /// Consents and documents that are not there yet.
  public var papers: [VisitPaper] = []
  /// The other time that was proposed to the patient, who has not answered; nil for none.
  public var proposed: Date?
  /// By which they are called; nil before they came.
  public var number: Int?
  /// When the patient went away without having been seen, after having come; nil for not.
  public var leftAt: Date?
  /// What whoever receives the patient is to know.
  public var needs: [NeedAtSight] = []
  /// It is a conversation over the net or by phone.
  public var isOnline = false
  /// Since when the patient waits in the room of the net; nil for not.
  public var waitingSince: Date?
  /// How far the clinic's questions are answered.
  public var intake = IntakeProgress.none
  public var patient = ID<Patient>.unstored
  /// How many count at present: what they are stands in the chart.
  public var allergies = 0

  /// What the clinic would need of a patient and does not have. Of a child, what the parents have counts.
  public enum Gap: String, Sendable, CaseIterable {
    case phone, email, address
  }

  /// The visit goes on.
  public var isUnderWay: Bool { status == .arrived && startedAt != nil }

  /// Why its practitioner may not do this now; nil when they may.
  public func refusal(of act: AppointmentAct, at now: Date) -> Refusal? {
    do {
      _ = try AppointmentStates.after(act, from: status)
    } catch {
      return error
    }
    if act == .start || act == .leave, startedAt != nil { return .conflict(.otherState) }
    switch act.time(from: status) {
    case .atAnyTime: return nil
    case .untilDeadline: return .forbidden
    case .beforeItBegins: return now < during.lowerBound ? nil : .conflict(.tooLate)
    case .onceBegun: return now >= during.lowerBound ? nil : .conflict(.tooEarly)
    case .fromTwelveHoursBefore:
      return now >= during.lowerBound - AppointmentAct.earliestArrival ? nil : .conflict(.tooEarly)
    }
  }
}

extension AppointmentAct {
  /// Seconds before the beginning.
  static let earliestArrival: Double = 12 * 3600
}
