import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Another time for an appointment: from its page to the times, from there here, and a button.
struct MoveRoutes: Sendable {
  let site: Site
  let page: Template<MovePage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(MovePage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/appointments/:id/move", .may(.bookForOneself), .booking, "move", look),
      site.route(.post, "/appointments/:id/move", .may(.bookForOneself), .booking, "move.create", create),
    ]
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(try call.query()["offer"], call)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    let form = try await Form.read(from: call.request)
    return try await site.signedIn(call, back: Path.move(id, form["offer"])) {
      try await call.submit(form) { form in
        let offer = try site.clinic.offer(form["offer"], at: call.visitor.host)
        try await site.clinic.move(id, to: offer, seen: form.sequence, by: call.visitor)
        var response = site.redirect(call, to: Path.appointment(id))
        if call.hold != nil { Site.holdCookie.remove(from: &response) }
        return response
      } showAgain: { form, refusal in
        try await show(form["offer"], call, refusal)
      }
    }
  }

  /// What can't be moved because it is cancelled leads to its page, which says so.
  private func show(_ text: String, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    let offer = try site.clinic.offer(text, at: call.visitor.host)
    let now = site.clinic.clock()
    let window = offer.slot.neighbourhood(at: now)
    let (visit, (appointment, isFirst, own, doctor, service, place, taken, schedule)) = try await site.clinic
      .ask(
        call.visitor, .myAppointmentToChange(id, at: now), .isFirstVisit(id), .ownAccount,
        .practitioner(offer.practitioner),
        .service(offer.service, of: offer.practitioner), .place(offer.slot.location),
        .isTaken(offer, by: call.visitor, at: now, moving: id),
        .schedule(
          of: .one(offer.practitioner, offer.service), between: window, for: call.visitor, at: now, moving: id
        ))
    guard let appointment, let doctor, let service, let place,
      appointment.practitioner == offer.practitioner, appointment.serviceID == offer.service
    else { throw Refusal.unknown }
    if appointment.status == .cancelled { return site.redirect(call, to: Path.appointment(id)) }
    let times = TimesOnOffer(
      doctor: doctor, service: service, isFirstVisit: isFirst, schedule: schedule,
      clocks: try site.clocks(visit, call, own), now: now)
    let shown = MovePage(
      appointment, offer, text, place, times, refusal,
      obstacle: BookingObstacle.Kind(refusal, offer, times, taken: taken)
    ) { slot in
      Path.move(id, site.clinic.sign(times.offer(slot), at: call.visitor.host))
    }
    return site.show(
      shown, page, call, visit, at: .dashboard, status: refusal?.status ?? .ok, from: Path.move(id, text))
  }
}

extension MovePage {
  init(
    _ appointment: Appointment, _ offer: Offer, _ text: String, _ place: Place, _ times: TimesOnOffer,
    _ refusal: Refusal?, obstacle: BookingObstacle.Kind?, href: (Slot) -> String
  ) {
    let formats = times.formats
    let start = offer.slot.during.lowerBound
    let stage = Stage(appointment, obstacle, at: times.now)
    let others =
      stage == .taken || stage == .outdated
      ? times.nearest(to: start) { $0.during != appointment.during } : []
    self.init(
      summary: BookingSummary(offer, place, times), patient: appointment.patientName,
      was: formats.longInstant(appointment.during.lowerBound), href: Path.appointment(appointment.id),
      action: Path.move(appointment.id), offer: text, sequence: appointment.sequence,
      timesHref: Path.times(moving: appointment, from: formats.day(start)), stage: stage,
      until: formats.longInstantInZone(appointment.deadline),
      rule: ChangeRule(offer, times.service.rules, formats, at: times.now),
      asks: times.service.rules.needsApproval || appointment.status == .pending,
      isChanged: refusal == .conflict(.changedMeanwhile),
      times: others.map {
        TimeLink(time: formats.longInstant($0.during.lowerBound), href: href($0))
      })
  }
}

extension MovePage.Stage {
  fileprivate init(_ appointment: Appointment, _ obstacle: BookingObstacle.Kind?, at now: Date) {
    switch (appointment.refusalOfMove(at: now), obstacle) {
    case (nil, nil): self = .possible
    case (nil, .outdated?), (nil, .firstVisit?), (nil, .laterVisit?): self = .outdated
    case (nil, _): self = .taken
    case (.conflict(.tooLate)?, _): self = .tooLate
    default: self = .impossible
    }
  }
}
