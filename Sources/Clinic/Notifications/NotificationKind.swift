/// What a person can hear of, and choose how.
public enum NotificationKind: String, Sendable, CaseIterable {
  /// Reminders of visits.
  case reminderWeek = "reminder-week"
  case reminderDay = "reminder-day"
  /// Visits that are booked, moved or cancelled.
  case visits
  case messages
  /// Notes, letters, results and documents.
  case record
  case invoices
  case feedback
  /// Of what happens to their way in, as far as it can be chosen.
  case newBrowser = "new-browser"
  case guesses

  /// Of `kind` in `account.channels`, and in forms.
  public enum Channel: String, Sendable, CaseIterable {
    case mail
    /// Told on these pages alone.
    case page
    case none

    /// Whether a letter is written.
    public var isMail: Bool { self == .mail }
  }

  /// Those that concern somebody of a role.
  public static func all(for role: Role) -> [NotificationKind] {
    switch role {
    case .patient:
      [.reminderWeek, .reminderDay, .visits, .messages, .record, .invoices, .feedback, .newBrowser, .guesses]
    case .practitioner, .frontDesk: [.messages, .newBrowser, .guesses]
    case .admin: [.messages, .feedback, .newBrowser, .guesses]
    }
  }

  /// The ways that there are for it.
  public var channels: [Channel] {
    switch self {
    case .messages: [.mail, .page, .none]
    case .visits, .record, .invoices: [.mail, .page]
    case .reminderWeek, .reminderDay, .feedback, .newBrowser, .guesses: [.mail, .none]
    }
  }

  /// Where nothing was chosen. Staff have these pages open all day.
  public func usual(for role: Role) -> Channel { self == .messages && role.isStaff ? .page : .mail }

  /// Whether its letters wait until its reader's quiet hours end. A visit that is cancelled late in the evening may be early the next
  /// morning, and whoever breaks in does it at night.
  public var waitsInQuietHours: Bool {
    switch self {
    case .reminderWeek, .reminderDay, .messages, .record, .invoices, .feedback: true
    case .visits, .newBrowser, .guesses: false
    }
  }
}

extension LetterKind {
  /// Nil for what is always sent: what lets somebody in, what happens to their way in, and what asks for an answer until a time.
  public var notification: NotificationKind? {
    switch self {
    case .appointmentBooked, .appointmentMoved, .appointmentCancelled, .appointmentRequested,
      .appointmentSeries,
      .appointmentSeriesMoved, .appointmentSeriesCancelled, .appointmentStands:
      .visits
    case .messageReceived: .messages
    case .recordNews, .documentRejected, .archiveReady: .record
    case .invoiceIssued: .invoices
    case .feedbackReceived, .feedbackAnswered: .feedback
    // Which of its kinds is chosen where it is written.
    case .appointmentReminder, .securityNotice: nil
    case .confirmationCode, .accountExists, .addressCode, .passwordReset, .passwordChanged,
      .recoveryCodesMade, .recoveryCodeUsed, .invitation, .waitlistOffer, .appointmentRebooking, .virusFound,
      .familyInvitation, .familyChanged, .handoverNear, .erasureReceipt:
      nil
    }
  }
}
