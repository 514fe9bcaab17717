import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The patient's way into a visit by video or phone: when it opens, what has to be agreed to, and the room behind it.
struct VirtualVisitRoutes: Sendable {
  let site: Site
  let page: Template<VirtualVisitPage>
  let roomPage: Template<RoomPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(VirtualVisitPage.self)
    roomPage = try site.library.template(RoomPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/appointments/:id/visit", .may(.seeOwnRecord), .ownRecord, "visit", look),
      site.route(
        .post, "/appointments/:id/consent", .may(.seeOwnRecord), .ownRecord, "visit.consent.create", agree),
      site.route(
        .post, "/appointments/:id/joining", .may(.seeOwnRecord), .ownRecord, "visit.joining.create", join),
      site.route(.get, "/appointments/:id/room", .may(.seeOwnRecord), .ownRecord, "visit.room", room),
      site.route(
        .post, "/appointments/:id/leaving", .may(.seeOwnRecord), .ownRecord, "visit.leaving.create", leave),
    ]
  }

  @Sendable func look(_ call: Call) async throws -> Response { try await show(call) }

  @Sendable func agree(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { form in
      guard form["agree"] == "1" else { throw Refusal.invalid([Problem("agree", "problem.agree")]) }
      guard let text = ID<ConsentText>(form["text"]) else { throw Refusal.conflict(.changedMeanwhile) }
      try await site.clinic.agree(to: text, before: id, by: call.visitor)
      return site.redirect(call, to: Path.visit(id))
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  @Sendable func join(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.join(id, as: .patient, by: call.visitor)
      return site.redirect(call, to: Path.visit(id, "room"))
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  @Sendable func leave(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.leave(id, as: .patient, by: call.visitor)
      return site.redirect(call, to: Path.visit(id))
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  /// Only for who has come in, and may still be there: else the way in says why.
  @Sendable func room(_ call: Call) async throws -> Response {
    let (id, now) = (try call.id() as ID<Appointment>, site.clinic.clock())
    let (visit, (found, own)) = try await site.clinic.ask(
      call.visitor, .myVirtualVisit(id, at: now), .ownAccount)
    guard let found else { throw Refusal.unknown }
    guard let since = found.mineSince, found.consented != nil, found.refusal(at: now) == nil else {
      return site.redirect(call, to: Path.visit(id))
    }
    let formats = try site.formats(visit, call, in: own?.timeZone)
    let shown = RoomPage(
      service: found.service, doctor: found.practitionerName, isPhone: found.modality == .phone,
      since: formats.timeLabel(since), doctorSince: found.practitionerSince.map(formats.timeLabel),
      leaveAction: Path.visit(id, "leaving"), visit: Path.visit(id))
    return site.show(shown, roomPage, call, visit, at: .dashboard)
  }

  private func show(_ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<Appointment>, site.clinic.clock())
    let (visit, (found, texts, needs, own)) = try await site.clinic.ask(
      call.visitor, .myVirtualVisit(id, at: now), .telehealthTexts, .myIntake(id, at: now), .ownAccount)
    guard let found, found.modality != .inPerson else { throw Refusal.unknown }
    let clocks = try site.clocks(visit, call, own)
    let shown = VirtualVisitPage(found, texts, needs, refusal, at: now, clocks)
    return site.show(
      shown, page, call, visit, at: .dashboard, status: refusal?.status ?? .ok, from: Path.visit(id))
  }
}

extension VirtualVisitPage {
  fileprivate init(
    _ found: VirtualVisit, _ texts: [ConsentText], _ intake: Intake?, _ refusal: Refusal?, at now: Date,
    _ clocks: Clocks
  ) {
    let formats = clocks.clinic
    let (start, opening) = (found.during.lowerBound, VirtualVisit.window(of: found.during).lowerBound)
    let stage: Stage =
      switch found.refusal(at: now) {
      case nil: .open
      case .conflict(.tooEarly): .early
      case .conflict(.tooLate): .over
      default: .off
      }
    let shown = ShownForm(Form(), refusal?.problems ?? [], formats.words)
    let isAhead = stage == .early || stage == .open
    let text = texts.first { $0.language == formats.words.language.code } ?? texts.first
    self.init(
      service: found.service, doctor: found.practitionerName,
      child: found.isOwn ? nil : found.patientName,
      start: formats.longInstantInZone(start), iso: formats.iso(start), own: clocks.own(start),
      isPhone: found.modality == .phone, stage: stage, opens: formats.timeLabel(opening),
      ownOpens: clocks.own(opening),
      consented: found.consented.map { formats.longDay(formats.day($0)) },
      consent: found.consented != nil || !isAhead
        ? nil
        : text.map {
          ConsentToGive(
            action: Path.visit(found.id, "consent"), id: "\($0.id)", name: $0.name, language: $0.language,
            text: $0.text, href: Path.consent($0.id), label: formats.words["telehealth.agree"],
            problem: shown.problem("agree"))
        },
      questions: intake?.questionnaire == nil ? nil : Path.visit(found.id, "questionnaire"),
      areAnswered: intake?.response.map { $0.state != .inProgress } ?? false,
      joinAction: Path.visit(found.id, "joining"), appointment: Path.appointment(found.id),
      notice: shown.problem(""))
  }

  /// What this file asks of the catalogues.
  static let keys = ["telehealth.agree", "problem.agree", "problem.consent-missing"]
}
