import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// A visit at the front desk: looked at, answered, moved, cancelled, missed. Each form says which state of the visit it shows, so that
/// of two desks the second is told what the first has done.
struct DeskVisitRoutes: Sendable {
  let site: Site
  let page: Template<DeskVisitPage>
  let timesPage: Template<DeskTimesPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(DeskVisitPage.self)
    timesPage = try site.library.template(DeskTimesPage.self)
  }

  /// A change of state is a resource: its noun stands in the address.
  static let nouns: KeyValuePairs<AppointmentAct, String> = [
    .accept: "approval", .decline: "refusal", .cancel: "cancellation", .miss: "absence",
  ]

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/desk/visits/:id", .may(.keepFrontDesk), .frontDesk, "desk.visit", look),
      site.route(.get, "/desk/visits/:id/move", .may(.keepFrontDesk), .frontDesk, "desk.move", times),
      site.route(.post, "/desk/visits/:id/move", .may(.keepFrontDesk), .frontDesk, "desk.move.create", move),
      site.route(
        .post, "/desk/visits/:id/papers/:paper", .may(.keepFrontDesk), .frontDesk, "desk.paper.create",
        receive),
    ]
      + Self.nouns.map { act, noun in
        site.route(
          .post, "/desk/visits/:id/\(noun)", .may(.keepFrontDesk), .frontDesk, "desk.\(noun).create"
        ) { call in try await mark(act, noun, call) }
      }
  }

  @Sendable func look(_ call: Call) async throws -> Response { try await show(call) }

  private func mark(_ act: AppointmentAct, _ noun: String, _ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { form in
      try await site.clinic.markAtDesk(id, act, seen: form.sequence, by: call.visitor)
      return site.redirect(call, to: Path.deskVisit(id))
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  @Sendable func receive(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.receive(try call.id("paper"), for: id, by: call.visitor)
      return site.redirect(call, to: Path.deskVisit(id))
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  private func show(_ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<Appointment>, site.clinic.clock())
    let (visit, (found, invoice, isBillable)) = try await site.clinic.ask(
      call.visitor, .deskVisit(id, by: call.visitor, at: now), .invoice(of: id), .isBillable(id))
    guard let found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    var shown = DeskVisitPage(found, notice: refusal.map { formats.words.notice($0) }, at: now, formats)
    shown.invoice = invoice.map { InvoiceListRow($0, formats, staff: true) }
    shown.draftHref = isBillable ? Path.deskVisit(id, "invoice") : nil
    return site.show(
      shown, page, call, visit, at: .desk, status: refusal?.status ?? .ok, from: Path.deskVisit(id))
  }

  @Sendable func times(_ call: Call) async throws -> Response {
    try await times(try DeskTimesAsked(call.query()), call)
  }

  /// One press on a time moves the visit there.
  @Sendable func move(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { form in
      let offer = try site.clinic.offer(form["offer"], at: call.visitor.host)
      try await site.clinic.moveAtDesk(id, to: offer, seen: form.sequence, by: call.visitor)
      let zone = try await site.clinic.zone(of: call.visitor)
      return site.redirect(
        call, to: "\(Path.desk(zone.local(offer.slot.during.lowerBound).day))&done=moved")
    } showAgain: { form, refusal in
      let offer = try? site.clinic.offer(form["offer"], at: call.visitor.host)
      return try await times(try DeskTimesAsked(form), call, refusal, chosen: offer)
    }
  }

  /// The visit as it is now, and the times it can have.
  ///
  /// - Parameter chosen: what was pressed before and could not be done: if it is still free, one press does it.
  private func times(
    _ asked: DeskTimesAsked, _ call: Call, _ refusal: Refusal? = nil, chosen: Offer? = nil
  ) async throws -> Response {
    let (id, now) = (try call.id() as ID<Appointment>, site.clinic.clock())
    let (visit, (found, doctors, schedule)) = try await site.clinic.ask(
      call.visitor, .deskVisit(id, by: call.visitor, at: now), .doctors(giving: asked.times.service),
      .schedule(
        of: asked.scope, between: WeekOnOffer.loaded(at: now), for: call.visitor, at: now, moving: id))
    guard let found, found.service == asked.times.service else { throw Refusal.unknown }
    // Its page says why.
    if found.refusalOfMove(at: now) != nil { return site.redirect(call, to: Path.deskVisit(id)) }
    let clocks = try site.clocks(visit, call, nil)
    let shown = DeskTimesPage(
      asked, doctors, schedule, .moving(found), chosen: chosen,
      notice: refusal.map { clocks.clinic.words.notice($0) }, clocks, now: now
    ) { doctor, slot, search in
      site.clinic.sign(Offer(doctor, slot, in: search, at: now), at: call.visitor.host)
    }
    guard let shown else { throw Refusal.unknown }
    return site.show(
      shown, timesPage, call, visit, at: .desk, status: refusal?.status ?? .ok,
      from: Path.deskTimes(found.service, at: Path.deskVisit(id, "move"), with: asked.doctor))
  }
}

extension DeskVisitPage {
  init(_ visit: DeskVisit, notice: String?, at now: Date, _ formats: Formats) {
    let day = formats.day(visit.during.lowerBound)
    self.init(
      patient: visit.patientName, number: visit.patientNumber, birthDate: formats.date(visit.birthDate),
      age: formats.age(from: visit.birthDate, on: day), phone: visit.phone,
      letters: visit.letters,
      when:
        formats.words.span(
          formats.longInstant(visit.during.lowerBound), formats.timeLabel(visit.during.upperBound)),
      doctor: visit.practitionerName, service: visit.serviceName, place: visit.location,
      isOnline: visit.isOnline,
      status: visit.hasLeft ? .hasLeft(formats.words) : Badge(visit.status, formats.words),
      reason: visit.reason,
      sequence: visit.sequence, documentsHref: Path.documents(of: visit.patient), dayHref: Path.desk(day),
      questions: Path.deskVisit(visit.id, "questionnaire"),
      moveHref: visit.refusalOfMove(at: now) == nil
        ? Path.deskTimes(visit.service, at: Path.deskVisit(visit.id, "move")) : nil,
      seriesHref: visit.refusalOfMove(at: now) == nil ? Path.series(of: visit.id) : nil,
      proposeHref: visit.takesProposal(at: now) ? Path.proposal(visit.id, visit.service) : nil,
      proposed: visit.proposed.map { formats.longInstant($0) },
      papers: [.booked, .pending, .arrived].contains(visit.status)
        ? visit.papers.map {
          VisitAct(action: Path.deskVisit(visit.id, "papers/\($0.id)"), text: $0.name, isQuiet: true)
        } : [],
      needs: Badge.needs(visit.needs, formats.words), person: Path.person(visit.patient),
      acts: ((visit.lacksNumber || visit.refusal(of: .arrive, at: now) == nil) && day == formats.day(now)
        ? [
          VisitAct(
            action: Path.deskVisit(visit.id, "arrival"), text: formats.words["desk.act.arrival"],
            isQuiet: false)
        ] : []) + DeskVisitRoutes.acts(of: visit, at: now, formats), notice: notice,
      summaryHref: Path.deskVisit(visit.id, "summary.pdf"))
  }
}

extension DeskVisitRoutes {
  /// What can be done with a visit now. A request is answered rather than cancelled.
  static func acts(of visit: DeskVisit, at now: Date, _ formats: Formats) -> [VisitAct] {
    nouns.filter { act, _ in
      visit.refusal(of: act, at: now) == nil && !(act == .cancel && visit.status == .pending)
    }.map { act, noun in
      VisitAct(
        action: Path.deskVisit(visit.id, noun), text: formats.words["desk.act.\(noun)"],
        isQuiet: act != .accept)
    }
  }
}
