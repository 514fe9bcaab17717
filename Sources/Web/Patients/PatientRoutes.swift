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
    let (now, asked) = (site.clinic.clock(), try call.query()["of"])
    // What is no id is nobody's.
    let person: ID<Patient>? = asked.isEmpty ? nil : ID(asked) ?? ID(site.clinic.newKey())
    let (visit, (people, appointments, needs, offers, gaps, unknown, invoices, documents, own)) =
      try await site.clinic.ask(
        call.visitor, .dashboardPeople(at: now), .myAppointments(at: now, of: person), .visitNeeds(at: now),
        .waitingOffers(at: now, of: person), .accountGaps(at: now),
        .profileGaps(by: call.visitor, at: now), .myOpenInvoices(at: now, of: person),
        .documentNews(at: now, of: person), .ownAccount)
    switch visit.account?.role {
    case .practitioner: return site.redirect(call, to: Path.schedule)
    case .frontDesk: return site.redirect(call, to: Path.today)
    case .admin: return site.redirect(call, to: Path.admin)
    case .patient, nil: break
    }
    let chosen = people.first { $0.id == person }
    if person != nil, chosen == nil { throw Refusal.unknown }
    let isMine = chosen?.isMyself ?? true
    let parts = DashboardParts(
      people: people, chosen: chosen, appointments: appointments, needs: needs, offers: offers,
      gaps: isMine ? gaps : [], unknown: isMine ? unknown : [], invoices: invoices, documents: documents)
    let page = DashboardPage(parts, visit, try site.clocks(visit, call, own))
    return site.show(page, dashboardPage, call, visit, at: .dashboard)
  }
}
