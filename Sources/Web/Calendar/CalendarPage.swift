internal import Pages

/// `GET /account/calendar`, and the answer to a form that makes a link: the one time that the link is shown.
struct CalendarPage: Page {
  var feeds: [CalendarLinkRow] = []
  /// As many as there may be.
  var isFull = false
  /// The link that was just made; nil on the list.
  var link: String?
  /// The same for programs that take such links from a browser.
  var subscription = ""
  /// Whose schedule it is about, or whose appointments.
  let isStaff: Bool
  var isRevoked = false
  var notice: String?

  static let template = "accounts/calendar"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [])), "feeds": .list(feeds),
      "isEmpty": .flag(feeds.isEmpty), "isFull": .flag(isFull), "link": .text(link),
      "subscription": .text(subscription), "isStaff": .flag(isStaff), "isRevoked": .flag(isRevoked),
    ]
  }

  static let samples = [
    CalendarPage(isStaff: false),
    CalendarPage(feeds: CalendarLinkRow.samples, isStaff: true, isRevoked: true),
    CalendarPage(
      feeds: CalendarLinkRow.samples + CalendarLinkRow.samples.prefix(1), isFull: true, isStaff: false,
      notice: "There are three links already. Revoke or replace one of them."),
    CalendarPage(
      link: "https://riverside.example.org/calendar/4pZcS0g5l2mXv9uJqWbT7nRkYdE1hFaO8iLxCwNzKsM.ics",
      subscription: "webcal://riverside.example.org/calendar/4pZcS0g5l2mXv9uJqWbT7nRkYdE1hFaO8iLxCwNzKsM.ics",
      isStaff: false),
  ]
}

/// A link that works, of which nobody but its program knows more than this.
struct CalendarLinkRow: View {
  /// `Tuesday 24 November 2026, 09:40`
  let since: String
  /// Of the forms that replace and revoke it.
  let replace: String
  let revoke: String

  var fields: Fields { ["since": .text(since), "replace": .text(replace), "revoke": .text(revoke)] }

  static let samples = [
    CalendarLinkRow(
      since: "Tuesday 24 November 2026, 09:40", replace: "/account/calendar/1/replacement",
      revoke: "/account/calendar/1/revocation"),
    CalendarLinkRow(
      since: "Wednesday 2 December 2026, 18:02", replace: "/account/calendar/2/replacement",
      revoke: "/account/calendar/2/revocation"),
  ]
}
