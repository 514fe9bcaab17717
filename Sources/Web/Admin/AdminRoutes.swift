import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What an administrator sees first.
struct AdminRoutes: Sendable {
  let site: Site
  let adminPage: Template<AdminPage>

  init(site: Site) throws {
    self.site = site
    adminPage = try site.library.template(AdminPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, "/admin", .may(.manageStaff), .administration, "admin", overview)]
  }

  @Sendable func overview(_ call: Call) async throws -> Response {
    let moment = Listing.Moment(now: site.clinic.clock(), zone: try await site.clinic.zone(of: call.visitor))
    let (visit, today) = try await site.clinic.ask(call.visitor, .dayAtAGlance(moment, for: call.visitor))
    let page = AdminPage(today, try site.formats(visit, call), at: visit.now)
    return site.show(page, adminPage, call, visit, at: .admin)
  }
}
