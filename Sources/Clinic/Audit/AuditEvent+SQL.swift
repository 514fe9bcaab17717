internal import FoundationEssentials
internal import Postgres

/// What was done, as the audit log names it.
public enum Act: String, Sendable, CaseIterable {
  case read, refused
  case signUpBegun = "sign-up-begun"
  case confirmationRefused = "confirmation-refused"
  case signUpConfirmed = "sign-up-confirmed"
  case passwordAccepted = "password-accepted"
  case passwordRefused = "password-refused"
  case secondFactorEnrolled = "second-factor-enrolled"
  case secondFactorReplaced = "second-factor-replaced"
  case secondFactorRemoved = "second-factor-removed"
  case secondFactorPostponed = "second-factor-postponed"
  case secondFactorAccepted = "second-factor-accepted"
  case secondFactorRefused = "second-factor-refused"
  case recoveryCodesMade = "recovery-codes-made"
  case recoveryCodeUsed = "recovery-code-used"
  case passkeyAdded = "passkey-added"
  case passkeyRenamed = "passkey-renamed"
  case passkeyRemoved = "passkey-removed"
  case passkeyAccepted = "passkey-accepted"
  case passkeyRefused = "passkey-refused"
  case factorsReset = "factors-reset"
  case accountDisabled = "account-disabled"
  case accountEnabled = "account-enabled"
  case roleChanged = "role-changed"
  case rulesChanged = "rules-changed"
  case invitationSent = "invitation-sent"
  case invitationWithdrawn = "invitation-withdrawn"
  case invitationAccepted = "invitation-accepted"
  case identityConfirmed = "identity-confirmed"
  case passwordForgotten = "password-forgotten"
  case passwordReset = "password-reset"
  case passwordChanged = "password-changed"
  case sessionEnded = "session-ended"
  case sessionLapsed = "session-lapsed"
  case everybodySignedOut = "everybody-signed-out"
  case signedOut = "signed-out"
  case holdMade = "hold-made"
  case holdExtended = "hold-extended"
  case holdReleased = "hold-released"
  case appointmentBooked = "appointment-booked"
  case appointmentRequested = "appointment-requested"
  case appointmentAccepted = "appointment-accepted"
  case appointmentDeclined = "appointment-declined"
  case appointmentCancelled = "appointment-cancelled"
  case appointmentMoved = "appointment-moved"
  case appointmentArrived = "appointment-arrived"
  case appointmentStarted = "appointment-started"
  case appointmentFulfilled = "appointment-fulfilled"
  case appointmentMissed = "appointment-missed"
  case timeBlocked = "time-blocked"
  case timeUnblocked = "time-unblocked"
  case patientsSearched = "patients-searched"
  case patientRegistered = "patient-registered"
  case ticketMade = "ticket-made"
  case ticketCalled = "ticket-called"
  case ticketFinished = "ticket-finished"
  case ticketLeft = "ticket-left"
  case ticketPutBack = "ticket-put-back"
  case displayMade = "display-made"
  case displayRevoked = "display-revoked"
  case checkInCodeMade = "check-in-code-made"
  case absenceEntered = "absence-entered"
  case absenceShortened = "absence-shortened"
  case absenceWithdrawn = "absence-withdrawn"
  case visitSwapped = "visit-swapped"
  case rebookingOffered = "rebooking-offered"
  case paperReceived = "paper-received"
  case rebookingCallAsked = "rebooking-call-asked"
  case rebookingLapsed = "rebooking-lapsed"
  case rebookingWithdrawn = "rebooking-withdrawn"
  case wishMade = "wish-made"
  case wishWithdrawn = "wish-withdrawn"
  case waitlistOffered = "waitlist-offered"
  case waitlistDeclined = "waitlist-declined"
  case waitlistLapsed = "waitlist-lapsed"
  case seriesBooked = "series-booked"
  case seriesMoved = "series-moved"
  case seriesCancelled = "series-cancelled"
  case childAdded = "child-added"
  case practitionerAdded = "practitioner-added"
  case profileChanged = "profile-changed"
  case contactChanged = "contact-changed"
  case languageChosen = "language-chosen"
  case lettersChosen = "letters-chosen"
  case addressChangeBegun = "address-change-begun"
  case addressChangeRefused = "address-change-refused"
  case addressChangeCancelled = "address-change-cancelled"
  case addressChanged = "address-changed"
  case accountClosed = "account-closed"
  case calendarLinkMade = "calendar-link-made"
  case calendarLinkReplaced = "calendar-link-replaced"
  case calendarLinkRevoked = "calendar-link-revoked"
  case letterSentAgain = "letter-sent-again"
  case letterSettled = "letter-settled"
}

enum AuditEvent {}

extension SQL {
  /// Writes nothing while no tenant is entered: a refused visitor's pipeline goes on without it.
  static func noting(
    _ act: Act, _ visitor: Visitor, entity: UUID? = nil, changed: [Detail] = [], detail: String = "",
    id: ID<AuditEvent>, at now: Date
  ) -> SQL {
    """
    INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, detail, changed, at)
    SELECT \(id), \(act.rawValue), \(visitor.purpose.rawValue), \(entity), \(visitor.requestID),
           \(visitor.client.address), \(visitor.client.agent), \(detail), \(changed.map(\.rawValue)), \(now)
     WHERE current_tenant() IS NOT NULL
    """
  }
}

extension Clinic {
  /// Records an act in a transaction of its own, where the act's own was refused.
  func record(_ act: Act, _ visitor: Visitor, entity: UUID? = nil) async throws {
    let now = clock()
    let anybody = visitor.asAnybody
    do {
      _ = try await database.pipeline([
        anybody.entering(at: now), .noting(act, anybody, entity: entity, id: newID(), at: now),
      ])
    } catch {
      throw refusal(for: error, [:])
    }
  }
}
