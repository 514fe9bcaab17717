import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Another time for what a patient asked for: one press keeps it for them, and a letter asks whether it suits. Doctors propose
/// times of their own, the front desk anybody's who gives the service.
struct ProposalRoutes: Sendable {
  let site: Site
  let page: Template<DeskTimesPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(DeskTimesPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/requests/:id/proposal", .may(.seeToVisits), .schedule, "proposal", times),
      site.route(.post, "/requests/:id/proposal", .may(.seeToVisits), .schedule, "proposal.create", propose),
    ]
  }

  @Sendable func times(_ call: Call) async throws -> Response {
    try await times(try DeskTimesAsked(call.query()), call)
  }

  @Sendable func propose(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { form in
      let offer = try site.clinic.offer(form["offer"], at: call.visitor.host)
      try await site.clinic.propose(offer, for: id, seen: form.sequence, by: call.visitor)
      let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
      return site.redirect(call, to: Self.back(from: id, visit))
    } showAgain: { form, refusal in
      let offer = try? site.clinic.offer(form["offer"], at: call.visitor.host)
      return try await times(try DeskTimesAsked(form), call, refusal, chosen: offer)
    }
  }

  /// - Parameter chosen: what was pressed before and could not be kept: if it is still free, one press does it.
  private func times(
    _ asked: DeskTimesAsked, _ call: Call, _ refusal: Refusal? = nil, chosen: Offer? = nil
  ) async throws -> Response {
    let (id, now) = (try call.id() as ID<Appointment>, site.clinic.clock())
    let (visit, (found, doctors, schedule)) = try await site.clinic.ask(
      call.visitor, .request(id, by: call.visitor, at: now), .doctors(giving: asked.times.service),
      .schedule(of: asked.scope, between: WeekOnOffer.loaded(at: now), for: call.visitor, at: now))
    guard let found, found.service == asked.times.service else { throw Refusal.unknown }
    let back = Self.back(from: id, visit)
    // Its page says why.
    if !found.takesProposal(at: now) { return site.redirect(call, to: back) }
    let clocks = try site.clocks(visit, call, nil)
    let shown = DeskTimesPage(
      asked, visit.isAtDesk ? doctors : doctors.filter { $0.practitioner.id == found.practitioner }, schedule,
      .proposing(found), chosen: chosen, notice: refusal.map { clocks.clinic.words.notice($0) }, back: back,
      clocks,
      now: now
    ) { doctor, slot, search in
      site.clinic.sign(Offer(doctor, slot, in: search, at: now), at: call.visitor.host)
    }
    guard let shown else { throw Refusal.unknown }
    return site.show(
      shown, page, call, visit, at: visit.isAtDesk ? .desk : .schedule, status: refusal?.status ?? .ok,
      from: Path.proposal(id, found.service))
  }

  private static func back(from id: ID<Appointment>, _ visit: Visit) -> String {
    visit.isAtDesk ? Path.requests : Path.schedule
  }
}

extension Visit {
  var isAtDesk: Bool { account?.role.may(.keepFrontDesk) ?? false }
}

extension DeskVisit {
  /// Whether another time can be proposed: it is a request, nobody was asked about it yet, and its time has not come.
  func takesProposal(at now: Date) -> Bool {
    status == .pending && proposed == nil && now < during.lowerBound
  }
}
