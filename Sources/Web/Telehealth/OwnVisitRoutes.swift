import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// A visit of the doctor's own: what was answered before it and, by video or phone, who has come in.
struct OwnVisitRoutes: Sendable {
  let site: Site
  let page: Template<OwnVisitPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(OwnVisitPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/schedule/visits/:id", .may(.seeOwnSchedule), .schedule, "own-visit", look),
      site.route(
        .post, "/schedule/visits/:id/joining", .may(.keepOwnSchedule), .schedule, "own-visit.joining.create",
        join),
      site.route(
        .post, "/schedule/visits/:id/leaving", .may(.keepOwnSchedule), .schedule, "own-visit.leaving.create",
        leave),
    ]
  }

  @Sendable func look(_ call: Call) async throws -> Response { try await show(call) }

  @Sendable func join(_ call: Call) async throws -> Response {
    try await act(call) { id in try await site.clinic.join(id, as: .practitioner, by: call.visitor) }
  }

  @Sendable func leave(_ call: Call) async throws -> Response {
    try await act(call) { id in try await site.clinic.leave(id, as: .practitioner, by: call.visitor) }
  }

  private func act(_ call: Call, _ act: (ID<Appointment>) async throws -> Void) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { _ in
      try await act(id)
      return site.redirect(call, to: Path.ownVisit(id))
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  private func show(_ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<Appointment>, site.clinic.clock())
    let zone = try await site.clinic.zone(of: call.visitor)
    let today = zone.local(now).day
    let (visit, (intake, found, version)) = try await site.clinic.ask(
      call.visitor, .intakeOfMyVisit(id, by: call.visitor, at: now), .virtualVisitOfMine(id),
      .myScheduleVersion(on: today, zone.interval(of: today), at: now))
    guard let intake, let found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let shown = OwnVisitPage(
      patient: intake.patientName, birthDate: Day(iso: intake.birthDate).map(formats.date) ?? "",
      service: intake.service,
      when: formats.words.span(
        formats.longInstant(found.during.lowerBound), formats.timeLabel(found.during.upperBound)),
      room: found.modality == .inPerson ? nil : OwnRoom(found, formats, at: now),
      allergies: Badge.allergies(intake.allergies, formats.words), chart: Path.chart(intake.patient),
      answers: AnswersView(intake, try site.clinic.answers(of: intake, at: visit), formats),
      day: Path.schedule(formats.day(found.during.lowerBound)), version: version,
      notes: Path.notes(ofVisit: id), notice: refusal.map { formats.words.notice($0) })
    return site.show(
      shown, page, call, visit, at: .schedule, status: refusal?.status ?? .ok, from: Path.ownVisit(id))
  }
}

extension OwnRoom {
  fileprivate init(_ found: VirtualVisit, _ formats: Formats, at now: Date) {
    let isOpen = found.refusal(at: now) == nil
    let isIn = isOpen && found.mineSince != nil
    self.init(
      isPhone: found.modality == .phone,
      opens: formats.timeLabel(VirtualVisit.window(of: found.during).lowerBound),
      patientSince: isOpen ? found.patientSince.map(formats.timeLabel) : nil,
      since: isIn ? found.mineSince.map(formats.timeLabel) : nil, lacksConsent: found.consented == nil,
      joinAction: isOpen && !isIn ? Path.ownVisit(found.id, "joining") : nil,
      leaveAction: isIn ? Path.ownVisit(found.id, "leaving") : nil)
  }
}
