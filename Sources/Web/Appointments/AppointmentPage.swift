internal import Pages

/// `GET /appointments/:id`: an appointment, first seen as the confirmation of its booking.
struct AppointmentPage: Page {
  let summary: BookingSummary
  let patient: String
  let status: Badge
  let stage: Stage
  /// What the patient wrote; empty when nothing.
  let reason: String
  /// The address of its calendar entry; nil for one that calendars need not know of any more.
  let calendar: String?
  /// What to do beforehand; empty when nothing.
  let preparation: String
  /// The last instant for changes online, in words; nil when there is nothing to change any more.
  let until: String?
  /// Nil when it can't be moved or cancelled online, or no longer.
  let moveHref: String?
  let cancelHref: String?
  /// Where documents for it are added; nil when it is over.
  let documentsHref: String?
  /// Where this doctor's times for this service are.
  let timesHref: String
  /// The first first.
  let history: [HistoryLine]
  /// The visit on paper.
  var summaryHref: String?
  /// Its invoice: `Invoice INV-2026-00042`; nil for none.
  var invoice: InvoiceListRow?
  /// What was written of it and released.
  var notes: [NoteRow] = []
  /// The way into a visit by video or phone; nil where nobody comes in any more.
  var visit: String?
  /// The clinic's questions; nil where it asks none.
  var questions: String?
  var areAnswered = false
  /// They were just sent.
  var isJustAnswered = false

  enum Stage: Sendable {
    /// It is ahead: the page says what happens next.
    case booked
    /// It waits for the doctor's answer.
    case requested
    /// It can't take place as booked, and the patient was asked about another time.
    case inDoubt
    case cancelled
    /// It is today's, or past.
    case other
  }

  static let template = "appointments/appointment"

  var fields: Fields {
    [
      "summary": .view(summary),
      "patient": .text(patient),
      "status": .view(status),
      "isAhead": .flag(stage == .booked),
      "isRequested": .flag(stage == .requested),
      "isInDoubt": .flag(stage == .inDoubt),
      "isCancelled": .flag(stage == .cancelled),
      "isOther": .flag(stage == .other),
      "reason": .text(reason),
      "preparation": .text(preparation),
      "until": .text(until),
      "isTooLate": .flag(until != nil && cancelHref == nil),
      "moveHref": .text(moveHref),
      "cancelHref": .text(cancelHref),
      "documentsHref": .text(documentsHref), "timesHref": .text(timesHref),
      "history": .list(history),
      "calendar": .text(calendar), "visitHref": .text(visit), "questionsHref": .text(questions),
      "areAnswered": .flag(areAnswered), "isJustAnswered": .flag(isJustAnswered),
      "summaryHref": .text(summaryHref), "invoice": .view(invoice),
      "notes": .list(notes), "hasNotes": .flag(!notes.isEmpty),
    ]
  }

  static var samples: [AppointmentPage] {
    [
      sample(
        0, Badge("Booked", .good), .booked,
        reason: "My heart races when I climb the stairs, since about three weeks.",
        preparation: "Please eat nothing for four hours before.", canChange: true),
      sample(1, Badge("Cancelled", .warn), .cancelled, until: nil),
      sample(0, Badge("Requested", .warn), .requested, canChange: true),
      sample(0, Badge("Needs another time", .warn), .inDoubt, canChange: true),
      sample(0, Badge("Booked", .good), .booked),
      sample(1, Badge("Completed", .quiet), .other, until: nil),
    ]
  }

  private static func sample(
    _ summary: Int, _ status: Badge, _ stage: Stage, reason: String = "", preparation: String = "",
    until: String? = "Monday 23 November 2026, 09:20, London time (GMT)", canChange: Bool = false
  ) -> AppointmentPage {
    AppointmentPage(
      summary: BookingSummary.samples[summary], patient: ["Paul Moreau", "Nguyễn Thị Minh Khai"][summary],
      status: status, stage: stage, reason: reason,
      calendar: canChange ? "/appointments/1/calendar.ics" : nil,
      preparation: preparation, until: until,
      moveHref: canChange ? "/doctors/1/times?service=1&moving=1" : nil,
      cancelHref: canChange ? "/appointments/1/cancellation" : nil,
      documentsHref: canChange ? "/documents?appointment=1" : nil,
      timesHref: "/doctors/1/times?service=1", history: HistoryLine.samples,
      summaryHref: "/appointments/1/summary.pdf", invoice: canChange ? InvoiceListRow.samples[1] : nil)
  }
}

/// One thing that was done to an appointment.
struct HistoryLine: View {
  /// `Moved to Tuesday 24 November 2026, 09:20`.
  let what: String
  /// `by you`.
  let by: String
  /// When it was done: `2 November 2026, 18:05`.
  let at: String
  /// ISO 8601, for machines.
  let iso: String
  /// What was written beside; empty when nothing.
  let note: String

  var fields: Fields {
    ["what": .text(what), "by": .text(by), "at": .text(at), "iso": .text(iso), "note": .text(note)]
  }

  static let samples = [
    HistoryLine(
      what: "Booked for Monday 23 November 2026, 11:00", by: "by you",
      at: "Monday 2 November 2026, 18:05", iso: "2026-11-02T18:05:00Z", note: ""),
    HistoryLine(
      what: "Moved to Tuesday 24 November 2026, 09:20", by: "by the clinic",
      at: "Tuesday 3 November 2026, 08:40", iso: "2026-11-03T08:40:00Z",
      note: "Dr Haddad is away on Monday."),
  ]
}
