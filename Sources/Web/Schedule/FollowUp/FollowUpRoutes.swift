import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Another visit for the patient of one: from the doctor's day to the doctor's free times, from there here, and a button.
struct FollowUpRoutes: Sendable {
  let site: Site
  let timesPage: Template<TimesPage>
  let page: Template<FollowUpPage>

  init(site: Site) throws {
    self.site = site
    timesPage = try site.library.template(TimesPage.self)
    page = try site.library.template(FollowUpPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(
        .get, "/appointments/:id/follow-up", .may(.bookFollowUps), .schedule, "follow-up.times", times),
      site.route(
        .get, "/appointments/:id/follow-up/new", .may(.bookFollowUps), .schedule, "follow-up.new", look),
      site.route(
        .post, "/appointments/:id/follow-up", .may(.bookFollowUps), .schedule, "follow-up.create", create),
    ]
  }

  @Sendable func times(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    let query = try call.query()
    let (service, from) = (ID<HealthcareService>(query["service"]), Day(iso: query["from"]))
    let now = site.clinic.clock()
    let (visit, (visiting, doctor, services, schedule)) = try await site.clinic.ask(
      call.visitor, .visit(id, by: call.visitor, at: now), .doctor(following: id, giving: service),
      .ownServices,
      .schedule(
        of: .following(id, service), between: WeekOnOffer.loaded(at: now), for: call.visitor, at: now))
    guard let visiting, let doctor, let chosen = doctor.service?.id else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let asked = TimesAsked(service: chosen, from: from, visit: .later)
    let week = WeekOnOffer(
      asked, [doctor], schedule, clocks: Clocks(clinic: formats), isAnyDoctor: false, now: now)
    guard let week else { throw Refusal.unknown }
    let shown = TimesPage(
      week, moving: nil,
      following: FollowUpHead(visiting, services, chosen: chosen, from: from, formats),
      action: Path.newFollowUp(id)
    ) { day, _ in
      Path.followUp(id, chosen, from: day)
    } sign: { doctor, slot, search in
      site.clinic.sign(Offer(doctor, slot, in: search, at: now), at: call.visitor.host)
    }
    return site.show(shown, timesPage, call, visit, at: .schedule)
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(try call.query()["offer"], call)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { form in
      let draft = BookingDraft(
        form["offer"], try site.clinic.offer(form["offer"], at: call.visitor.host), form)
      _ = try await site.clinic.book(try draft.parsed().following(id), by: call.visitor)
      let zone = try await site.clinic.zone(of: call.visitor)
      return site.redirect(
        call, to: Path.schedule(zone.local(draft.offer.slot.during.lowerBound).day))
    } showAgain: { form, refusal in
      try await show(form["offer"], call, form, refusal)
    }
  }

  private func show(
    _ text: String, _ call: Call, _ form: Form? = nil, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    let offer = try site.clinic.offer(text, at: call.visitor.host)
    let now = site.clinic.clock()
    let (visit, (visiting, doctor, service, place, taken, schedule)) = try await site.clinic.ask(
      call.visitor, .visit(id, by: call.visitor, at: now), .doctor(following: id, giving: offer.service),
      .service(offer.service, of: offer.practitioner), .place(offer.slot.location),
      .isTaken(offer, by: call.visitor, at: now),
      .schedule(
        of: .one(offer.practitioner, offer.service), between: offer.slot.neighbourhood(at: now),
        for: call.visitor, at: now))
    guard let visiting, let doctor = doctor?.practitioner, doctor.id == offer.practitioner, let service,
      let place
    else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let times = TimesOnOffer(
      doctor: doctor, service: service, isFirstVisit: offer.isFirstVisit, schedule: schedule,
      clocks: Clocks(clinic: formats), now: now)
    let shown = FollowUpPage(
      visiting, offer, text, key: form?["key"] ?? site.clinic.newKey().uuidString.lowercased(), place, times,
      ShownForm(form ?? Form(), refusal?.problems ?? [], formats.words),
      FollowUpPage.Stage(BookingObstacle.Kind(refusal, offer, times, taken: taken))
    ) { slot in
      Path.newFollowUp(id, site.clinic.sign(times.offer(slot), at: call.visitor.host))
    }
    return site.show(
      shown, page, call, visit, at: .schedule, status: refusal?.status ?? .ok,
      from: Path.newFollowUp(id, text))
  }
}

extension FollowUpPage {
  init(
    _ visiting: Visiting, _ offer: Offer, _ text: String, key: String, _ place: Place, _ times: TimesOnOffer,
    _ form: ShownForm, _ stage: Stage, href: (Slot) -> String
  ) {
    let formats = times.formats
    let start = offer.slot.during.lowerBound
    self.init(
      summary: BookingSummary(offer, place, times), patient: visiting.patientName,
      action: Path.followUp(visiting.id), offer: text, key: key,
      reason: form.field("reason", label: "label.follow-up-reason"), notice: form.problem(""),
      timesHref: Path.followUp(visiting.id, offer.service, from: formats.day(start)), stage: stage,
      times: stage == .possible
        ? []
        : times.nearest(to: start).map {
          TimeLink(time: formats.longInstant($0.during.lowerBound), href: href($0))
        })
  }
}

extension Booking {
  /// The same for the patient of a visit.
  fileprivate func following(_ visit: ID<Appointment>) -> Booking {
    Booking(offer: offer, key: key, reason: reason, following: visit)
  }
}
