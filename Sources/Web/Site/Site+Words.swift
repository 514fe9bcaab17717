import Clinic

extension Site {
  /// The texts that Swift asks for by name, checked at boot like those in templates.
  static let wordsForEverybody =
    ErrorPage.keys + [
      "problem.required", "problem.too-long", "problem.characters", "problem.choose", "problem.repeated",
      "problem.encoding", "problem.cut-short", "problem.email", "problem.phone", "problem.date",
      "problem.date-future",
      "problem.date-past", "problem.code", "problem.code-wrong", "problem.code-expired",
      "problem.password-short",
      "problem.password-long", "problem.sign-in", "problem.resend", "problem.stale", "problem.busy",
      "problem.unavailable", "problem.address-taken", "problem.code-ended", "problem.step-over",
      "problem.password-common",
      "problem.password-own", "problem.recovery-code", "problem.recovery-code-wrong", "problem.wait-seconds",
      "problem.wait-minutes", "problem.locked",
      "two-factor.qr", "browser.unknown", "browser.on",
    ] + SecurityNotice.allCases.map { "notice.\($0.rawValue)" }

  /// Those of pages that are in English only.
  static let englishWords =
    Formats.keys + [
      "problem.not-your-password", "problem.languages", "problem.time",
      "problem.time-order", "problem.photo-size", "problem.photo-kind",
      "problem.photo-pixels", "problem.photo-broken", "problem.photo-again", "problem.gone",
      "problem.room-gone", "problem.already-done",
    ] + Appointment.Status.allCases.map { "status.\($0.rawValue)" }
    + Act.allCases.map { "act.\($0.rawValue)" }
}
