import CivilTime
import Clinic
import Credentials
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The waiting rooms: their codes and displays, and what a display shows.
struct WaitingRoomRoutes: Sendable {
  let site: Site
  let page: Template<WaitingRoomsPage>
  let displayPage: Template<DisplayPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(WaitingRoomsPage.self)
    displayPage = try site.library.template(DisplayPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/waiting-rooms", .may(.keepWaitingRooms), .administration, "waiting-rooms", list),
      site.route(
        .post, "/waiting-rooms/:id/code", .may(.keepWaitingRooms), .administration, "waiting-room.code",
        newCode),
      site.route(
        .post, "/waiting-rooms/:id/display", .may(.keepWaitingRooms), .administration, "waiting-room.display",
        makeDisplay),
      site.route(
        .post, "/waiting-rooms/:id/revocation", .may(.keepWaitingRooms), .administration,
        "waiting-room.revocation", revoke),
      site.route(.get, "/display/:token", .anyone, .publicInformation, "display", display),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response { try await show(call) }

  @Sendable func newCode(_ call: Call) async throws -> Response {
    let id: ID<WaitingRoom> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.makeCheckInCode(at: id, by: call.visitor)
      return site.redirect(call, to: Path.waitingRooms)
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  /// The link is shown in answer to the form, and nowhere else.
  @Sendable func makeDisplay(_ call: Call) async throws -> Response {
    let id: ID<WaitingRoom> = try call.id()
    return try await call.submit { _ in
      let made = try await site.clinic.makeDisplay(of: id, by: call.visitor)
      return try await show(call, link: site.origins.url(made.visit.tenant, Path.display(made.link)))
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  @Sendable func revoke(_ call: Call) async throws -> Response {
    let id: ID<WaitingRoom> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.revokeDisplay(of: id, by: call.visitor)
      return site.redirect(call, to: Path.waitingRooms)
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  private func show(_ call: Call, _ refusal: Refusal? = nil, link: String? = nil) async throws -> Response {
    let (visit, places) = try await site.clinic.ask(call.visitor, .waitingPlaces)
    let formats = try site.formats(visit, call)
    let content = WaitingRoomsPage(
      places: places.map { WaitingPlaceRow($0, visit.tenant, site.origins) }, link: link,
      notice: ShownForm(Form(), refusal?.problems ?? [], formats.words).problem(""))
    return site.show(
      content, page, call, visit, at: .desk, status: refusal?.status ?? .ok, from: Path.waitingRooms)
  }

  @Sendable func display(_ call: Call) async throws -> Response {
    let link = try call.secret("token")
    let today = try await site.clinic.today(for: call.visitor)
    let (visit, found) = try await site.clinic.ask(
      call.visitor, .display(link, on: today.day, at: site.clinic.clock()))
    guard let found else { throw Refusal.unknown }
    return site.show(DisplayPage(found), displayPage, call, visit)
  }
}

extension WaitingPlaceRow {
  init(_ place: WaitingPlace, _ tenant: Tenant, _ origins: Origins) {
    self.init(
      name: place.name.isEmpty ? tenant.name : place.name, code: place.code,
      checkIn: place.code.map { origins.url(tenant, Path.checkIn($0)) } ?? "",
      isDisplayed: place.isDisplayed,
      codeAction: Path.waitingRoom(place.id, "code"), displayAction: Path.waitingRoom(place.id, "display"),
      revokeAction: Path.waitingRoom(place.id, "revocation"))
  }
}

extension DisplayPage {
  init(_ display: WaitingDisplay) {
    self.init(
      called: display.called.prefix(Self.mostCalled).map { CalledRow(number: $0.number, room: $0.room) },
      waiting: display.waiting.prefix(Self.mostWaiting).map(String.init).joined(separator: ", "))
  }
}
