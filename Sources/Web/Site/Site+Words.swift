import Clinic
import Shell

extension Site {
  /// All texts that Swift asks for by name, checked at boot like those in templates: that each is there, and that nothing is
  /// there that nobody asks for. A key that is put together of parts stands here with each of them.
  static let keys = wordsForEverybody + accountWords + staffWords

  static let wordsForEverybody =
    ErrorPage.keys + [
      "problem.required", "problem.too-long", "problem.characters", "problem.choose", "problem.repeated",
      "problem.reason-short",
      "problem.encoding", "problem.cut-short", "problem.email", "problem.phone", "problem.date",
      "problem.date-future",
      "problem.date-past", "problem.code", "problem.code-wrong", "problem.code-expired",
      "problem.password-short",
      "problem.password-long", "problem.sign-in", "problem.resend", "problem.stale", "problem.busy",
      "problem.unavailable", "problem.address-taken", "problem.code-ended", "problem.step-over",
      "problem.password-common",
      "problem.password-own", "problem.recovery-code", "problem.recovery-code-wrong", "problem.wait-seconds",
      "problem.wait-minutes", "problem.locked",
      "two-factor.qr", "browser.unknown", "browser.on", "browser.clinic", "problem.passkey",
      "problem.passkey-unknown", "problem.passkey-needed", "problem.factor-required",
      "problem.passkeys-enough", "passkeys.added",
      "passkeys.renamed", "passkeys.removed", "problem.calendars-enough", "calendar.title", "calendar.name",
      "calendar.see", "calendar.online", "problem.not-held", "problem.other-state", "problem.too-late",
      "problem.too-early", "problem.changed-meanwhile", "history.by-you", "history.by-clinic",
      "booking.online", "consents.version",
    ] + AppointmentAct.allCases.map { "history.\($0.rawValue)" }
    + Appointment.Status.allCases.map { "status.\($0.rawValue)" } + ["status.in-doubt"] + InvoiceSheet.keys
    + Emptiness.keys + VirtualVisitPage.keys + AnswersView.keys + QuestionView.keys + DashboardPage.keys
    + Form.documentKeys + NoteContent.keys + NoteRoutes.keys + NoteSignedRoutes.keys + MedicationFields.keys
    + NoteTemplateRoutes.keys + RecordWords.keys + Role.allCases.map { "role.\($0.rawValue)" }
    + SecurityNotice.allCases.map { "notice.\($0.rawValue)" }
    + FamilyWords.keys + OwnMessageRoutes.keys + ConversationRoutes.keys + NotificationWords.keys

  static let staffWords =
    [
      "problem.languages", "problem.pick-day", "problem.time", "problem.time-order", "problem.photo-size",
      "problem.photo-kind",
      "problem.photo-pixels", "problem.photo-broken", "problem.photo-again", "problem.gone", "problem.number",
      "problem.number-range", "problem.own-account",
      "problem.invite-account", "problem.invite-open",
      "problem.passwords-alone",
      "problem.letters-enough", "problem.no-patient-record", "accounts.no-doctor",
      "accounts.done.role",
      "accounts.done.reset", "accounts.done.signed-out", "accounts.done.disabled", "accounts.done.enabled",
      "problem.already-done", "problem.done-by-another",
      "problem.day", "problem.day-order", "problem.absence-long", "problem.absence-part",
      "problem.absence-entered",
      "absences.who", "absences.first", "absences.last",
      "absences.starts", "absences.ends", "absences.note",
      "problem.series-empty", "problem.series-last", "problem.series-date", "series.gone", "series.weeks",
      "series.months", "series.step", "series.every", "series.count",
      "series.last", "series.skip", "series.book", "series.elsewhere", "series.visit", "series.scope",
      "problem.wish", "problem.wish-what", "problem.wishes-enough", "problem.day-past", "problem.day-far",
      "waitlist.specialty",
      "waitlist.service", "waitlist.any-service", "waitlist.doctor", "waitlist.weekdays", "waitlist.from",
      "waitlist.until",
      "waitlist.last", "waitlist.any-doctor", "waitlist.any-day", "waitlist.any-time", "waitlist.hours",
    ] + DeskRoutes.done.map { "desk.done.\($0)" } + DeskVisitRoutes.nouns.map { "desk.act.\($0.value)" }
    + VisitKind.allCases.map { "desk.visit-\($0.rawValue)" } + [
      "desk.taken", "desk.act.arrival", "queue.wait", "queue.wait-long", "queue.nobody-works",
      "problem.ticket-changed", "problem.has-ticket", "problem.room-elsewhere", "problem.check-in-code",
      "problem.not-given", "problem.service-gone", "problem.place-gone",
      "problem.no-such-patient", "problem.alike-patients", "desk.choose", "desk.book-for",
    ] + AlikePatient.Sign.allCases.map { "desk.alike-\($0.rawValue)" }
    + DeskTimesAim.keys + QueueRoutes.nouns.map { "queue.\($0.value)" }
    + ScheduleRoutes.nouns.map { "visit.\($0.value)" } + HindranceWords.keys
    + DirectoryFilters.keys + LetterRoutes.keys + ScheduleNav.keys + BlockForm.keys + Visiting.keys
    + ScheduleMonthPage.keys + EveryTable.keys + ReportWords.keys + EntryWords.keys + SettingsWords.keys
    + InvoiceAdminRoutes.keys + RecordRoutes.keys + EmergencyReviewRoutes.keys + CorrectionRoutes.keys
    + ErasureAdminRoutes.keys
    + TeamRoutes.keys + FeedbackRoutes.keys + ServicePage.keys + TodayPage.keys
    + MergeRoutes.keys + ImportPage.keys + ImportWords.keys
    + RebookingRow.keys + ChoiceGroup.keys + SeriesScope.allCases.map { "series.\($0.rawValue)" }
}
