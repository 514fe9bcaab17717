public import FoundationEssentials

/// The kinds of letters that the clinic writes. `Web` holds their words.
public enum LetterKind: String, Sendable, CaseIterable {
  case confirmationCode = "confirmation-code"
  case accountExists = "account-exists"
  case addressCode = "address-code"
  case passwordReset = "password-reset"
  case passwordChanged = "password-changed"
  case recoveryCodesMade = "recovery-codes-made"
  case recoveryCodeUsed = "recovery-code-used"
  case invitation
  /// Which one is in its values: see `SecurityNotice`.
  case securityNotice = "security-notice"
  case appointmentBooked = "appointment-booked"
  case appointmentMoved = "appointment-moved"
  case appointmentCancelled = "appointment-cancelled"
  /// Booked, but for the clinic's approval.
  case appointmentRequested = "appointment-requested"
  case appointmentReminder = "appointment-reminder"
  /// A visit is repeated: all times in one letter.
  case appointmentSeries = "appointment-series"
  /// Several of its visits are at other times, or are given up: each in one letter.
  case appointmentSeriesMoved = "appointment-series-moved"
  case appointmentSeriesCancelled = "appointment-series-cancelled"
  /// A time that somebody on the waiting list wished for is free.
  case waitlistOffer = "waitlist-offer"
  /// A visit can't take place as booked: another time is proposed, with a link.
  case appointmentRebooking = "appointment-rebooking"
  /// It can, after all.
  case appointmentStands = "appointment-stands"
  /// To administrators: there is feedback, not what.
  case feedbackReceived = "feedback-received"
  case feedbackAnswered = "feedback-answered"
  /// To a patient: a file among their documents was rejected. Not which, nor why.
  case documentRejected = "document-rejected"
  /// To administrators: a virus was found in a document.
  case virusFound = "virus-found"
  /// There is an invoice: neither what for nor how much.
  case invoiceIssued = "invoice-issued"
  /// There is something new in the record: not what.
  case recordNews = "record-news"
  /// There is a message of the clinic's, or of a patient's: not what.
  case messageReceived = "message-received"
  /// Somebody is asked to act for a patient: neither by whom nor for whom.
  case familyInvitation = "family-invitation"
  /// Who acts for whom has changed: not how.
  case familyChanged = "family-changed"
  /// To a parent: a child's record will be the child's own soon. Not whose.
  case handoverNear = "handover-near"
  /// The archive that somebody asked for is made: nothing of what is in it.
  case archiveReady = "archive-ready"
  /// To whoever asked that data be erased: they are, and where the receipt is.
  case erasureReceipt = "erasure-receipt"
}

extension LetterKind {
  /// Those to which a clinic may add something in its own words: what its patients get about their visits.
  public static let withNote: [LetterKind] = [
    .appointmentBooked, .appointmentRequested, .appointmentMoved, .appointmentCancelled, .appointmentReminder,
    .appointmentSeries, .appointmentSeriesMoved, .appointmentSeriesCancelled, .appointmentRebooking,
    .appointmentStands, .waitlistOffer,
  ]
}

/// A letter in the outbox, its secret opened.
public struct OutboxMessage: Sendable {
  public let id: ID<OutboxMessage>
  public let letter: LetterKind
  public let language: String
  public let recipient: String
  public let values: [String: String]
  /// A code or a link, for the letters that carry one.
  public let secret: String?
  public let state: String
  public let failure: String?
  public let attempts: Int
  public let createdAt: Date
  /// What the clinic adds to letters of this kind; empty for nothing.
  public var note = ""
  /// Of a reminder: what there still is to remind of.
  public var visits: [RemindedVisit] = []
  /// Of a letter that its reader can do without: the secret part of the address that ends such letters.
  public var unsubscribing: String? = nil
}
