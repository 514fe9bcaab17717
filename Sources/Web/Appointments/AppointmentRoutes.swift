import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Reviewing an offered time, booking it, and the appointment afterwards.
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
      site.route(.post, "/appointments", .may(.bookForOneself), .booking, "appointment.create", create),
      site.route(.get, "/appointments/:id", .may(.seeOwnRecord), .ownRecord, "appointment", show),
    ]
  }

  @Sendable func new(_ call: Call) async throws -> Response {
    let text = try call.query()["offer"]
    let draft = BookingDraft(
      text, try site.clinic.offer(text, at: call.visitor.host), key: site.clinic.newKey())
    return try await review(draft, call)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    let draft = { (form: Form) in
      BookingDraft(form["offer"], try site.clinic.offer(form["offer"], at: call.visitor.host), form)
    }
    return try await call.submit { form in
      do {
        let appointment = try await site.clinic.book(try draft(form).parsed(), by: call.visitor)
        return site.redirect(call, to: Path.appointment(appointment))
      } catch Refusal.unauthenticated {
        // Time and reason stay on the page until the person has signed in beside it.
        return try await review(try draft(form), call, .unauthenticated)
      }
    } showAgain: { form, refusal in
      try await review(try draft(form), call, refusal)
    }
  }

  @Sendable func show(_ call: Call) async throws -> Response {
    let (visit, appointment) = try await site.clinic.ask(call.visitor, .myAppointment(call.id()))
    guard let appointment else { throw Refusal.unknown }
    let page = AppointmentPage(appointment, visit, try site.formats(visit, .english))
    return site.show(page, appointmentPage, call, visit)
  }

  /// The page to look over a booking, with what stands in its way and what was typed before.
  private func review(_ draft: BookingDraft, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response
  {
    let offer = draft.offer
    let window = offer.slot.neighbourhood(at: site.clinic.clock())
    let visitor = refusal == nil ? call.visitor : call.visitor.asAnybody
    let (visit, (doctor, service, location, taken, patient, own, schedule)) = try await site.clinic.ask(
      visitor, .practitioner(offer.practitioner), .service(offer.service, of: offer.practitioner),
      .location(offer.slot.location), .isTaken(offer), .myName, .myAppointment(of: offer),
      .schedule(of: offer.practitioner, between: window))
    guard let doctor, let service, let location else { throw Refusal.unknown }
    let formats = try site.formats(visit, .english)
    let times = TimesOnOffer(
      doctor: doctor, service: service, schedule: schedule, loaded: window, from: formats.day(visit.now),
      formats: formats, now: visit.now)
    let obstacle = BookingObstacle.Kind(refusal, offer, doctor, service, taken: taken, at: visit.now)
    let page = BookingPage(
      draft, location, times, patient: patient, obstacle: obstacle, refusal, own: own,
      isSignedIn: visit.account?.stage == .full
    ) { slot in
      site.clinic.sign(Offer(doctor, service, slot), at: call.visitor.host)
    }
    let status: HTTPResponse.Status = refusal?.status ?? .ok
    return site.show(
      page, bookingPage, call, visit, at: .doctors, status: status, from: Path.review(draft.text))
  }
}
