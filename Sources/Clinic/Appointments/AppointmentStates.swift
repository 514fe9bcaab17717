/// The one place that says how an appointment's state changes.
public enum AppointmentStates {
  /// The state after an act.
  ///
  /// - Parameter status: nil for an appointment that there is not yet.
  /// - Throws: `Refusal.conflict(.otherState)` for whatever does not stand in docs/states.md.
  public static func after(_ act: AppointmentAct, from status: Appointment.Status?) throws(Refusal)
    -> Appointment.Status
  {
    switch (status, act) {
    case (nil, .book), (.pending, .accept), (.pending, .move), (.booked, .move): .booked
    case (nil, .request), (.pending, .request), (.booked, .request): .pending
    case (.proposed, .cancel), (.pending, .cancel), (.pending, .decline), (.booked, .cancel): .cancelled
    case (.booked, .arrive), (.noshow, .arrive): .arrived
    // That a visit has begun is an instant, not a state: docs/states.md.
    case (.arrived, .start): .arrived
    case (.arrived, .fulfil): .fulfilled
    // Who left without having been seen: FHIR has no other state for it.
    case (.booked, .miss), (.arrived, .leave): .noshow
    default: throw .conflict(.otherState)
    }
  }

  /// From which states, and to which, an act leads.
  static func steps(of act: AppointmentAct) -> [(from: Appointment.Status, to: Appointment.Status)] {
    Appointment.Status.allCases.compactMap { status in
      (try? after(act, from: status)).map { (status, $0) }
    }
  }
}
