import Clinic
import Hummingbird
import Pages
import Shell

/// Giving an appointment up: from its page a link, then a button.
struct CancellationRoutes: Sendable {
  let site: Site
  let page: Template<CancellationPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(CancellationPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(
        .get, "/appointments/:id/cancellation", .may(.seeOwnRecord), .ownRecord, "cancellation", look),
      site.route(
        .post, "/appointments/:id/cancellation", .may(.bookForOneself), .booking, "cancellation.create",
        create),
    ]
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(call)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await site.signedIn(call, back: Path.cancellation(id)) {
      try await call.submit { form in
        try await site.clinic.cancel(id, seen: form.sequence, by: call.visitor)
        return site.redirect(call, to: Path.appointment(id))
      } showAgain: { _, refusal in
        try await show(call, refusal)
      }
    }
  }

  /// What is cancelled already leads to its page, which says so.
  private func show(_ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    let (visit, (appointment, own)) = try await site.clinic.ask(
      call.visitor, .myAppointmentToChange(id, at: site.clinic.clock()), .ownAccount)
    guard let appointment else { throw Refusal.unknown }
    if appointment.status == .cancelled { return site.redirect(call, to: Path.appointment(id)) }
    let shown = CancellationPage(
      appointment, isChanged: refusal == .conflict(.changedMeanwhile), visit,
      try site.clocks(visit, call, own))
    return site.show(
      shown, page, call, visit, at: .dashboard, status: refusal?.status ?? .ok,
      from: Path.cancellation(id))
  }
}

extension CancellationPage {
  init(_ appointment: Appointment, isChanged: Bool, _ visit: Visit, _ clocks: Clocks) {
    self.init(
      summary: BookingSummary(appointment, clocks), patient: appointment.patientName,
      href: Path.appointment(appointment.id), action: Path.cancellation(appointment.id),
      sequence: appointment.sequence, stage: Stage(appointment, visit),
      until: clocks.clinic.longInstantInZone(appointment.deadline), isRequest: appointment.status == .pending,
      isChanged: isChanged)
  }
}

extension CancellationPage.Stage {
  fileprivate init(_ appointment: Appointment, _ visit: Visit) {
    switch appointment.refusal(of: .cancel, at: visit.now) {
    case nil: self = .possible
    case .conflict(.tooLate)?: self = .tooLate
    default: self = .impossible
    }
  }
}

extension Form {
  /// Which of an appointment's changes its page showed; none that there can be when the form does not say.
  var sequence: Int { Int(self["sequence"]) ?? -1 }
}
