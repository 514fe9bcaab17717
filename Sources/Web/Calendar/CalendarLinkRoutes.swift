import Clinic
import Credentials
import Hummingbird
import Pages
import Shell

/// Where people make, replace and revoke the private links to their appointments.
struct CalendarLinkRoutes: Sendable {
  let site: Site
  let calendarPage: Template<CalendarPage>

  init(site: Site) throws {
    self.site = site
    calendarPage = try site.library.template(CalendarPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/account/calendar", .may(.keepOwnCalendar), .account, "account.calendar", list),
      site.route(.post, "/account/calendar", .may(.keepOwnCalendar), .account, "account.calendar.make", make),
      site.route(
        .post, "/account/calendar/:id/replacement", .may(.keepOwnCalendar), .account,
        "account.calendar.replace", replace),
      site.route(
        .post, "/account/calendar/:id/revocation", .may(.keepOwnCalendar), .account,
        "account.calendar.revoke", revoke),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    try await show(call, isRevoked: try call.query()["done"] == "revoked")
  }

  /// The link is shown in answer to the form, and nowhere else.
  @Sendable func make(_ call: Call) async throws -> Response {
    try await call.submit { _ in
      try await site.confirmed(call, back: Path.calendar) {
        show(try await site.clinic.makeCalendarLink(by: call.visitor), call)
      }
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  @Sendable func replace(_ call: Call) async throws -> Response {
    let id: ID<CalendarFeed> = try call.id()
    return try await call.submit { _ in
      try await site.confirmed(call, back: Path.calendar) {
        show(try await site.clinic.replaceCalendarLink(id, by: call.visitor), call)
      }
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  @Sendable func revoke(_ call: Call) async throws -> Response {
    let id: ID<CalendarFeed> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.revokeCalendarLink(id, by: call.visitor)
      return site.redirect(call, to: "\(Path.calendar)?done=revoked")
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  private func show(_ made: (visit: Visit, link: Token), _ call: Call) -> Response {
    let url = site.origins.url(made.visit.tenant, Path.calendar(made.link))
    let page = CalendarPage(
      link: url, subscription: "webcal:" + url.drop { $0 != ":" }.dropFirst(), isStaff: made.visit.isStaff)
    return site.show(page, calendarPage, call, made.visit, at: .account, from: Path.calendar)
  }

  private func show(_ call: Call, _ refusal: Refusal? = nil, isRevoked: Bool = false) async throws -> Response
  {
    let (visit, (own, feeds)) = try await site.clinic.ask(call.visitor, .ownAccount, .ownCalendarFeeds)
    let formats = try site.formats(visit, call, in: own?.timeZone)
    let page = CalendarPage(
      feeds: feeds.map { CalendarLinkRow($0, formats) }, isFull: feeds.count >= CalendarFeed.mostPerAccount,
      isStaff: visit.isStaff, isRevoked: isRevoked,
      notice: ShownForm(Form(), refusal?.problems ?? [], formats.words).problem(""))
    return site.show(
      page, calendarPage, call, visit, at: .account, status: refusal?.status ?? .ok, from: Path.calendar)
  }
}

extension CalendarLinkRow {
  init(_ feed: CalendarFeed, _ formats: Formats) {
    self.init(
      since: formats.longInstant(feed.createdAt), replace: Path.calendar(feed.id, "replacement"),
      revoke: Path.calendar(feed.id, "revocation"))
  }
}

extension Visit {
  fileprivate var isStaff: Bool { account?.role.isStaff ?? false }
}
