import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// A visit on paper: what, when by the clinic's clocks, where, what to do before it, and what it costs.
struct VisitPrint: Page {
  let patient: String
  let status: Badge
  let service: String
  let doctor: String
  /// `Tuesday 24 November 2026, 09:20, London time (GMT)`
  let when: String
  let minutes: String
  let place: String
  let address: String
  let isOnline: Bool
  /// Empty when nothing.
  let preparation: String
  let price: String

  static let template = "print/visit"

  var fields: Fields {
    [
      "patient": .text(patient), "status": .view(status), "service": .text(service), "doctor": .text(doctor),
      "when": .text(when), "minutes": .text(minutes), "place": .text(place), "address": .text(address),
      "isOnline": .flag(isOnline), "preparation": .text(preparation), "price": .text(price),
    ]
  }

  static let samples = [false, true].map { isOnline in
    VisitPrint(
      patient: "محمد العربي", status: Badge("Booked", .good), service: "First consultation",
      doctor: "Dr Amira Haddad",
      when: "Tuesday 24 November 2026, 09:20, London time (GMT)", minutes: "40 min",
      place: "Room 2, Main house",
      address: "12 Quayside, Riverside, RV1 4QT", isOnline: isOnline,
      preparation: isOnline ? "" : "Please eat nothing for four hours before.", price: "£45.00")
  }

  init(
    patient: String, status: Badge, service: String, doctor: String, when: String, minutes: String,
    place: String,
    address: String, isOnline: Bool, preparation: String, price: String
  ) {
    self.patient = patient
    self.status = status
    self.service = service
    self.doctor = doctor
    self.when = when
    self.minutes = minutes
    self.place = place
    self.address = address
    self.isOnline = isOnline
    self.preparation = preparation
    self.price = price
  }

  init(_ appointment: Appointment, _ visit: Visit, _ formats: Formats) {
    let during = appointment.during
    self.init(
      patient: appointment.patientName, status: Badge(appointment, formats.words),
      service: appointment.service,
      doctor: appointment.practitionerName, when: formats.longInstantInZone(during.lowerBound),
      minutes: formats.minutes(Int(during.upperBound.timeIntervalSince(during.lowerBound) / 60)),
      place: formats.words.list([appointment.location, appointment.site].filter { !$0.isEmpty }),
      address: appointment.address.isEmpty ? visit.tenant.address : appointment.address,
      isOnline: appointment.isOnline, preparation: appointment.preparation,
      price: formats.money(appointment.price))
  }
}

/// Summaries of visits as files: for their patients, and at the front desk.
struct VisitPrintRoutes: Sendable {
  let site: Site
  let print: Template<VisitPrint>

  init(site: Site) throws {
    self.site = site
    print = try site.library.template(VisitPrint.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(
        .get, "/appointments/:id/summary.pdf", .may(.seeOwnRecord), .ownRecord, "appointment.summary", own),
      site.route(
        .get, "/desk/visits/:id/summary.pdf", .may(.keepFrontDesk), .frontDesk, "desk.visit.summary", anybodys
      ),
    ]
  }

  @Sendable func own(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    let (visit, found) = try await site.clinic.ask(call.visitor, .myAppointment(id, at: site.clinic.clock()))
    return try await show(found, call, visit)
  }

  @Sendable func anybodys(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    let (visit, found) = try await site.clinic.ask(
      call.visitor, .appointment(id, by: call.visitor, at: site.clinic.clock()))
    return try await show(found, call, visit)
  }

  private func show(_ appointment: Appointment?, _ call: Call, _ visit: Visit) async throws -> Response {
    guard let appointment else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    return try await site.print(
      VisitPrint(appointment, visit, formats), print, call, visit,
      named: "visit-\(formats.day(appointment.during.lowerBound))")
  }
}

extension Path {
  static func summary(of id: ID<Appointment>) -> String { "/appointments/\(id)/summary.pdf" }
}
