internal import Pages

/// `GET /admin/audit`: who did what, latest first.
struct AuditPage: Page {
  let events: [AuditRow]
  /// Whose events these are; nil for everybody's.
  let person: String?
  let all: String
  let older: String?

  static let template = "admin/audit"

  var fields: Fields {
    [
      "events": .list(events), "isEmpty": .flag(events.isEmpty), "person": .text(person), "all": .text(all),
      "older": .text(older),
    ]
  }

  static let samples = [
    AuditPage(events: AuditRow.samples, person: nil, all: "/admin/audit", older: "/admin/audit?before=1"),
    AuditPage(events: [], person: "Paul Fletcher", all: "/admin/audit", older: nil),
  ]
}

/// One event of the audit log.
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
