import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Checking oneself in: the code at the door leads here.
struct CheckInRoutes: Sendable {
  let site: Site
  let page: Template<CheckInPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(CheckInPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/check-in", .may(.seeOwnRecord), .ownRecord, "check-in", look),
      site.route(
        .post, "/appointments/:id/check-in", .may(.seeOwnRecord), .ownRecord, "check-in.create", checkIn),
    ]
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(try call.query()["code"], call)
  }

  @Sendable func checkIn(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { form in
      let code = form["code"].filter { !$0.isWhitespace && $0 != "-" }.uppercased()
      let today = try await site.clinic.today(for: call.visitor)
      _ = try await site.clinic.checkIn(
        id, by: .patient(code: code), on: today.day, today.time, call.visitor)
      return site.redirect(call, to: Path.checkIn(code))
    } showAgain: { form, refusal in
      try await show(form["code"], call, refusal)
    }
  }

  private func show(_ code: String, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (today, now) = (try await site.clinic.today(for: call.visitor), site.clinic.clock())
    // The past ones of today, too: who is late is there all the same.
    let (visit, (appointments, queue)) = try await site.clinic.ask(
      call.visitor, .myAppointments(at: now), .queue(on: today, namesFor: nil, at: now))
    let formats = try site.formats(visit, call)
    let shown = ShownForm(Form(), refusal?.problems ?? [], formats.words)
    let content = CheckInPage(
      code: Field(
        "code", String(code.prefix(20)), label: formats.words["check-in.code"], problem: shown.problem("code")
      ),
      visits: appointments.filter {
        today.time.contains($0.during.lowerBound) && $0.status.isOfToday && !$0.isOnline
      }
      .sorted { $0.during.lowerBound < $1.during.lowerBound }
      .map { CheckInRow($0, in: queue, at: now, formats) },
      notice: shown.problem(""))
    return site.show(
      content, page, call, visit, at: .dashboard, status: refusal?.status ?? .ok, from: Path.checkIn(code))
  }
}

extension Appointment.Status {
  /// Whether its patient comes, or is there.
  fileprivate var isOfToday: Bool { self == .booked || self == .arrived || self == .noshow }
}

extension CheckInRow {
  init(_ appointment: Appointment, in queue: QueueDay, at now: Date, _ formats: Formats) {
    let ticket = queue.tickets.first { $0.appointment == appointment.id }
    let earliest = appointment.during.lowerBound - CheckIn.earliest
    let isAwaited = appointment.status != .arrived
    self.init(
      time: formats.timeLabel(appointment.during.lowerBound), service: appointment.service,
      doctor: appointment.practitionerName, child: appointment.isOwn ? nil : appointment.patientName,
      action: isAwaited && now >= earliest ? Path.checkIn(appointment.id) : nil,
      from: isAwaited && now < earliest ? formats.timeLabel(earliest) : nil,
      number: ticket.map { String($0.number) },
      wait: ticket.flatMap { formats.wait(of: $0, in: queue, at: now) },
      room: ticket.flatMap { $0.state == .called ? $0.room : nil })
  }
}
