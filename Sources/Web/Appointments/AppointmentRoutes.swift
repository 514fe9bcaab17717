import CivilTime
import Clinic
import Credentials
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Reviewing an offered time, keeping it for who has to sign up or in first, booking it, and the appointment afterwards.
struct AppointmentRoutes: Sendable {
  let site: Site
  let bookingPage: Template<BookingPage>
  let appointmentPage: Template<AppointmentPage>

  init(site: Site) throws {
    self.site = site
    bookingPage = try site.library.template(BookingPage.self)
    appointmentPage = try site.library.template(AppointmentPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/appointments/new", .anyone, .booking, "appointment.new", new),
      site.route(.post, "/holds", .anyone, .booking, "hold.create", hold),
      site.route(.post, "/holds/extension", .anyone, .booking, "hold.extend", extend),
      site.route(.post, "/appointments", .may(.bookForOneself), .booking, "appointment.create", create),
      site.route(.get, "/appointments/:id", .may(.seeOwnRecord), .ownRecord, "appointment", show),
    ]
  }

  @Sendable func new(_ call: Call) async throws -> Response {
    let query = try call.query()
    let text = query["offer"]
    let draft = BookingDraft(
      text, try site.clinic.offer(text, at: call.visitor.host), key: site.clinic.newKey())
    return try await review(draft, call, isNotKept: query["kept"] == "0")
  }

  /// Keeps the time that was chosen, and goes on to look it over, or first to sign up or in. Where it can't be kept,
  /// people go on without, and are told.
  @Sendable func hold(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let draft = try draft(form, call)
      let token = site.holdToken(of: call)
      let until = try await site.clinic.hold(draft.offer, for: token, by: call.visitor)
      let review = Path.review(draft.text)
      let path =
        switch form["way"] {
        case "sign-up": Path.with(next: review, Path.signUp)
        case "sign-in": Path.with(next: review, Path.signIn)
        default: review
        }
      var response = site.redirect(call, to: until == nil ? "\(path)&kept=0" : path)
      site.giveHold(token, on: &response)
      return response
    } showAgain: { form, refusal in
      try await review(try draft(form, call), call, refusal)
    }
  }

  @Sendable func extend(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let draft = try draft(form, call)
      try await site.clinic.extendHold(draft.offer, by: call.visitor)
      // What was typed into the booking's form came with it, and is shown again.
      return form["key"].isEmpty
        ? site.redirect(call, to: Path.review(draft.text)) : try await review(draft, call)
    } showAgain: { form, refusal in
      try await review(try draft(form, call), call, refusal)
    }
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    try await call.submit { form in
      do {
        let appointment = try await site.clinic.book(try draft(form, call).parsed(), by: call.visitor)
        var response = site.redirect(call, to: Path.appointment(appointment))
        if call.hold != nil { Site.holdCookie.remove(from: &response) }
        return response
      } catch Refusal.unauthenticated {
        // Time and reason stay on the page until the person has signed in beside it.
        return try await review(try draft(form, call), call, .unauthenticated, isBooking: true)
      }
    } showAgain: { form, refusal in
      try await review(try draft(form, call), call, refusal, isBooking: true)
    }
  }

  @Sendable func show(_ call: Call) async throws -> Response {
    let (id, now) = (try call.id() as ID<Appointment>, site.clinic.clock())
    let isJustAnswered = try call.query()["answered"] == "1"
    let (visit, (appointment, rights, history, invoice, intake, notes, own)) = try await site.clinic.ask(
      call.visitor, .myAppointment(id, at: now), .rights(to: id, at: now), .history(of: id, at: now),
      .myInvoice(of: id, at: now),
      .myIntake(id, at: now), .ownNotes(of: id, at: now), .ownAccount)
    guard let appointment else { throw Refusal.unknown }
    let clocks = try site.clocks(visit, call, own)
    var page = AppointmentPage(appointment, rights, history, invoice, intake, visit, clocks)
    page.notes = notes.map { NoteRow($0, clocks.clinic, href: Path.ownNote($0.id), isOwn: true) }
    page.isJustAnswered = isJustAnswered
    return site.show(page, appointmentPage, call, visit)
  }

  private func draft(_ form: Form, _ call: Call) throws(Refusal) -> BookingDraft {
    BookingDraft(form["offer"], try site.clinic.offer(form["offer"], at: call.visitor.host), form)
  }

  /// The page to look over a booking, with what stands in its way and what was typed before.
  ///
  /// - Parameter isBooking: whether it answers the booking's form.
  private func review(
    _ draft: BookingDraft, _ call: Call, _ refusal: Refusal? = nil, isBooking: Bool = false,
    isNotKept: Bool = false
  ) async throws -> Response {
    let offer = draft.offer
    let now = site.clinic.clock()
    let window = offer.slot.neighbourhood(at: now)
    let visitor = refusal == nil ? call.visitor : call.visitor.asAnybody
    let (
      visit, (account, doctor, service, place, taken, kept, patient, isKnown, others, own, needs, schedule)
    ) =
      try await site.clinic.ask(
        visitor, .ownAccount, .practitioner(offer.practitioner),
        .service(offer.service, of: offer.practitioner),
        .place(offer.slot.location), .isTaken(offer, by: visitor, at: now),
        .held(offer, by: visitor, at: now), .myName, .amKnown(to: offer.practitioner),
        .othersToBookFor(at: now),
        .myAppointment(of: offer, at: now), .ownNeeds,
        .schedule(of: .one(offer.practitioner, offer.service), between: window, for: visitor, at: now))
    guard let doctor, let service, let place else {
      // The doctor left, or gives the service no more, after the time was chosen.
      throw refusal == nil ? Refusal.unknown : .conflict(.offerOutdated)
    }
    // With others to choose from, it depends on whom it is for.
    let isFirst =
      patient != nil && others.isEmpty ? !isKnown : refusal.asksForFirstVisit ?? offer.isFirstVisit
    let times = TimesOnOffer(
      doctor: doctor, service: service, isFirstVisit: isFirst, schedule: schedule,
      clocks: try site.clocks(visit, call, account), now: visit.now)
    let obstacle = BookingObstacle.Kind(refusal, offer, times, taken: taken)
    var page = BookingPage(
      draft, place, times, patient: patient, others: others, obstacle: obstacle, refusal, own: own,
      kept: kept, isSignedIn: visit.account?.stage == .full, isBooking: isBooking, isNotKept: isNotKept,
      mostAhead: visit.mostAhead
    ) { slot in
      site.clinic.sign(times.offer(slot), at: call.visitor.host)
    }
    let status: HTTPResponse.Status = refusal?.status ?? .ok
    page.needs = Badge.needs(needs, times.formats.words)
    return site.show(
      page, bookingPage, call, visit, at: .doctors, status: status, from: Path.review(draft.text))
  }
}

extension Refusal? {
  /// Whether the visit has to be a first one, or must not be; nil where that was not the matter.
  fileprivate var asksForFirstVisit: Bool? {
    switch self {
    case .conflict(.firstVisit): true
    case .conflict(.laterVisit): false
    default: nil
    }
  }
}
