import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The patient's home.
struct PatientRoutes: Sendable {
  let site: Site
  let dashboardPage: Template<DashboardPage>

  init(site: Site) throws {
    self.site = site
    dashboardPage = try site.library.template(DashboardPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, "/dashboard", .signedIn, .ownRecord, "dashboard", dashboard)]
  }

  /// The first page after signing in: staff are led on to theirs.
  @Sendable func dashboard(_ call: Call) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, (appointments, needs, offers, gaps, unknown, invoices, documents, own)) =
      try await site.clinic.ask(
        call.visitor, .myAppointments(at: now), .visitNeeds(at: now), .waitingOffers(at: now),
        .accountGaps(at: now), .profileGaps(by: call.visitor, at: now), .myOpenInvoices(at: now),
        .documentNews(at: now), .ownAccount)
    switch visit.account?.role {
    case .practitioner: return site.redirect(call, to: Path.schedule)
    case .frontDesk: return site.redirect(call, to: Path.today)
    case .admin: return site.redirect(call, to: Path.admin)
    case .patient, nil: break
    }
    let parts = DashboardParts(
      appointments: appointments, needs: needs, offers: offers, gaps: gaps, unknown: unknown,
      invoices: invoices,
      documents: documents)
    let page = DashboardPage(parts, visit, try site.clocks(visit, call, own))
    return site.show(page, dashboardPage, call, visit, at: .dashboard)
  }
}
