import Clinic
import Pages

/// One event of the audit log, on the page of the account that it is about.
struct AuditRow: View {
  let what: String
  let when: String
  /// By whose hands, and to whose account; nil for nobody who is known.
  let actor: String?
  let subject: String?
  let browser: String
  let address: String
  /// What was changed, from what to what; nil where `what` says all.
  var detail: String?

  var fields: Fields {
    [
      "detail": .text(detail),
      "what": .text(what), "when": .text(when), "actor": .text(actor), "subject": .text(subject),
      "browser": .text(browser), "address": .text(address),
    ]
  }

  static let samples = [
    AuditRow(
      what: "Role changed", when: "Tuesday 24 November 2026, 09:40", actor: "Dana Whitfield",
      subject: "Ben Carter", browser: "Firefox on Linux", address: "203.0.113.7",
      detail: "front-desk → admin"),
    AuditRow(
      what: "A wrong password was tried", when: "Tuesday 24 November 2026, 03:12", actor: nil,
      subject: "Paul Fletcher", browser: "Unknown browser", address: ""),
  ]
}

extension AuditRow {
  init(_ event: AuditEntry, _ formats: Formats) {
    self.init(
      what: formats.words.act(event.act, event.changed), when: formats.longInstant(event.at),
      actor: event.actor, subject: event.subject == event.actor ? nil : event.subject,
      browser: formats.words.browser(event.agent), address: event.address,
      detail: event.detail.isEmpty ? nil : event.detail)
  }
}
