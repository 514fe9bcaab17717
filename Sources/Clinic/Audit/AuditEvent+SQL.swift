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
  case appointmentLeft = "appointment-left"
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
  case patientsMerged = "patients-merged"
  case patientsUnmerged = "patients-unmerged"
  case childAdded = "child-added"
  case familyInvited = "family-invited"
  case familyWithdrawn = "family-withdrawn"
  case familyAccepted = "family-accepted"
  case familyDeclined = "family-declined"
  case familyChanged = "family-changed"
  case familyEnded = "family-ended"
  case familyAdded = "family-added"
  case handoverTold = "handover-told"
  case practitionerAdded = "practitioner-added"
  case listExported = "list-exported"
  case importBrought = "import-brought"
  case importDone = "import-done"
  case entryAdded = "entry-added"
  case entryChanged = "entry-changed"
  case entryRetired = "entry-retired"
  case entryReturned = "entry-returned"
  case entryRemoved = "entry-removed"
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
  case patientChanged = "patient-changed"
  case correctionAsked = "correction-asked"
  case correctionAccepted = "correction-accepted"
  case correctionDeclined = "correction-declined"
  case feedbackGiven = "feedback-given"
  case feedbackTaken = "feedback-taken"
  case feedbackAnswered = "feedback-answered"
  case feedbackClosed = "feedback-closed"
  case patientRetired = "patient-retired"
  case patientReinstated = "patient-reinstated"
  case patientAddedByFile = "patient-added-by-file"
  case patientChangedByFile = "patient-changed-by-file"
  case importChecked = "import-checked"
  case importBegun = "import-begun"
  case importCancelled = "import-cancelled"
  case viewSaved = "view-saved"
  case viewRemoved = "view-removed"
  case domainWished = "domain-wished"
  case domainGivenUp = "domain-given-up"
  case domainProved = "domain-proved"
  case domainSuspended = "domain-suspended"
  case tenantSuspended = "tenant-suspended"
  case tenantResumed = "tenant-resumed"
  case tenantLimited = "tenant-limited"
  case reminderWritten = "reminder-written"
  case retentionApplied = "retention-applied"
  case emergencyOpened = "emergency-opened"
  case emergencyReviewed = "emergency-reviewed"
  case answersSaved = "answers-saved"
  case answersSent = "answers-sent"
  case consentGiven = "consent-given"
  case consentWithdrawn = "consent-withdrawn"
  case visitJoined = "visit-joined"
  case visitLeft = "visit-left"
  case auditArchived = "audit-archived"
  case tenantExported = "tenant-exported"
  case tenantImported = "tenant-imported"
  case invoiceDrafted = "invoice-drafted"
  case invoiceChanged = "invoice-changed"
  case invoiceIssued = "invoice-issued"
  case invoiceCancelled = "invoice-cancelled"
  case checkoutBegun = "checkout-begun"
  case paymentHeard = "payment-heard"
  case paymentRecorded = "payment-recorded"
  case refundRecorded = "refund-recorded"
  case refundAsked = "refund-asked"
  case refundSettled = "refund-settled"
  case refundFailed = "refund-failed"
  case documentAdded = "document-added"
  case documentOpened = "document-opened"
  case documentDeleted = "document-deleted"
  case documentScanned = "document-scanned"
  case documentInfected = "document-infected"
  case documentLost = "document-lost"
  case archiveAsked = "archive-asked"
  case archiveMade = "archive-made"
  case archiveFailed = "archive-failed"
  case archiveTaken = "archive-taken"
  case archiveRemoved = "archive-removed"
  case documentRemoved = "document-removed"
  case noteBegun = "note-begun"
  case noteSaved = "note-saved"
  case noteSigned = "note-signed"
  case noteInError = "note-in-error"
  case noteReleased = "note-released"
  case noteTemplateChanged = "note-template-changed"
  case medicationEnded = "medication-ended"
  case recordEntered = "record-entered"
  case recordChanged = "record-changed"
  case recordCorrected = "record-corrected"
  case resultSeen = "result-seen"
  case resultReleased = "result-released"
  case conversationBegun = "conversation-begun"
  case messageSent = "message-sent"
  case conversationTaken = "conversation-taken"
  case conversationHandedOver = "conversation-handed-over"
  case conversationNoted = "conversation-noted"
  case conversationClosed = "conversation-closed"
  case conversationReopened = "conversation-reopened"
  case teamAdded = "team-added"
  case teamChanged = "team-changed"
  case erasureAsked = "erasure-asked"
  case erasureWithdrawn = "erasure-withdrawn"
  case erasureDeclined = "erasure-declined"
  case erasureCarriedOut = "erasure-carried-out"
  case erasureFinished = "erasure-finished"
  case erasureTermOver = "erasure-term-over"
  case erasedOpened = "erased-opened"
  case entryDoubted = "entry-doubted"
  case entryDoubtAnswered = "entry-doubt-answered"
}

enum AuditEvent {}

extension SQL {
  /// Writes nothing while no tenant is entered: a refused visitor's pipeline goes on without it.
  static func noting(
    _ act: Act, _ visitor: Visitor, entity: UUID? = nil, changed: [Detail] = [], detail: String = "",
    id: ID<AuditEvent>, at now: Date
  ) -> SQL {
    noting(act, visitor, about: "\(entity)", changed: changed, detail: detail, id: id, at: now)
  }

  /// - Parameter entity: an expression.
  fileprivate static func noting(
    _ act: Act, _ visitor: Visitor, about entity: SQL, changed: [Detail] = [], detail: String = "",
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
    try await record(act, visitor, about: "\(entity)")
  }

  /// Records that the door turned somebody away: who is elsewhere is nobody there, so their account is what it is about.
  func record(_ refusal: Refusal, of visitor: Visitor) async throws {
    let whose: SQL = "(SELECT account_id FROM session WHERE token_hash = \(visitor.tokenHash))"
    try await record(
      .refused, visitor, about: refusal == .elsewhere ? whose : "\(visitor.aim?.record)",
      detail: visitor.aim?.route ?? "")
  }

  /// Records that somebody asked for what is not theirs to see. They are told that there is no such thing, and perhaps there
  /// is none: what they asked for is kept either way. Whoever asks for nothing by its id, or where everybody may, tries nothing.
  public func recordAttempt(by visitor: Visitor) async throws {
    guard let aim = visitor.aim, aim.record != nil, visitor.access != .anyone else { return }
    try await record(.refused, visitor, about: "\(aim.record)", detail: "\(aim.route), not found")
  }

  private func record(_ act: Act, _ visitor: Visitor, about entity: SQL, detail: String = "") async throws {
    let now = clock()
    let anybody = visitor.asAnybody
    do {
      _ = try await database.pipeline([
        anybody.entering(at: now),
        .noting(act, anybody, about: entity, detail: detail, id: newID(), at: now),
      ])
    } catch {
      throw refusal(for: error, [:])
    }
  }
}
