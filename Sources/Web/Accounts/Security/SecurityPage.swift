internal import Pages

/// `GET /account/security`: where one is signed in, and what happened to the account.
struct SecurityPage: Page {
  var email: String
  /// By whose clock its times are.
  let zone: String
  let sessions: [SessionRow]
  let events: [SecurityEventRow]
  /// The password was just changed.
  var isChanged = false

  static let template = "accounts/security"

  var fields: Fields {
    [
      "email": .text(email), "zone": .text(zone), "sessions": .list(sessions),
      "hasOthers": .flag(sessions.count > 1),
      "events": .list(events), "isChanged": .flag(isChanged),
    ]
  }

  static let samples = [
    SecurityPage(
      email: "paul@example.com", zone: "Europe/London", sessions: SessionRow.samples,
      events: SecurityEventRow.samples),
    SecurityPage(
      email: "paul@example.com", zone: "Asia/Shanghai", sessions: [SessionRow.samples[0]],
      events: SecurityEventRow.samples,
      isChanged: true),
  ]
}

/// One browser in which the account is signed in.
struct SessionRow: View {
  /// Of the form that ends it.
  let action: String
  /// `Firefox on Linux`
  let browser: String
  let address: String
  /// When signed in, and when last seen.
  let since: String
  let seen: String
  let isOwn: Bool

  var fields: Fields {
    [
      "action": .text(action), "browser": .text(browser), "address": .text(address), "since": .text(since),
      "seen": .text(seen), "isOwn": .flag(isOwn),
    ]
  }

  static let samples = [
    SessionRow(
      action: "/account/sessions/1/end", browser: "Firefox on Linux", address: "203.0.113.7",
      since: "Tuesday 24 November 2026, 09:40", seen: "Tuesday 24 November 2026, 09:52", isOwn: true),
    SessionRow(
      action: "/account/sessions/2/end", browser: "Safari on iPhone",
      address: "2001:db8:85a3:8d3:1319:8a2e:370:7348", since: "Monday 23 November 2026, 18:02",
      seen: "Tuesday 24 November 2026, 08:11", isOwn: false),
  ]
}

/// Something that happened to the account.
struct SecurityEventRow: View {
  let what: String
  let when: String
  let browser: String
  let address: String

  var fields: Fields {
    [
      "what": .text(what), "when": .text(when), "browser": .text(browser),
      "address": .text(address),
    ]
  }

  static let samples = [
    SecurityEventRow(
      what: "Signed in with password and code", when: "Tuesday 24 November 2026, 09:40",
      browser: "Firefox on Linux", address: "203.0.113.7"),
    SecurityEventRow(
      what: "Profile changed: preferred name, further names",
      when: "Monday 23 November 2026, 18:04",
      browser: "Firefox on Linux", address: "203.0.113.7"),
    SecurityEventRow(
      what: "A wrong password was tried", when: "Tuesday 24 November 2026, 03:12", browser: "Unknown browser",
      address: ""),
  ]
}
