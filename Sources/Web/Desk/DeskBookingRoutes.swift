import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Booking at the front desk: a time, which is kept from then on; whom it is for, found or registered; and yes.
struct DeskBookingRoutes: Sendable {
  let site: Site
  let timesPage: Template<DeskTimesPage>
  let patientsPage: Template<DeskPatientsPage>
  let bookingPage: Template<DeskBookingPage>

  init(site: Site) throws {
    self.site = site
    timesPage = try site.library.template(DeskTimesPage.self)
    patientsPage = try site.library.template(DeskPatientsPage.self)
    bookingPage = try site.library.template(DeskBookingPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/desk/times", .may(.bookForPatients), .frontDesk, "desk.times", times),
      site.route(.post, "/desk/holds", .may(.bookForPatients), .frontDesk, "desk.hold.create", hold),
      site.route(.get, "/desk/patients", .may(.bookForPatients), .frontDesk, "desk.patients", patients),
      site.route(.post, "/desk/patients/search", .may(.bookForPatients), .frontDesk, "desk.search", search),
      site.route(
        .post, "/desk/patients", .may(.bookForPatients), .frontDesk, "desk.patient.create", register),
      site.route(.get, "/desk/bookings/new", .may(.bookForPatients), .frontDesk, "desk.booking.new", new),
      site.route(.post, "/desk/bookings", .may(.bookForPatients), .frontDesk, "desk.booking.create", create),
    ]
  }

  @Sendable func times(_ call: Call) async throws -> Response {
    try await times(try DeskTimesAsked(call.query()), call)
  }

  private func times(
    _ asked: DeskTimesAsked, _ call: Call, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, (doctors, schedule)) = try await site.clinic.ask(
      call.visitor, .doctors(giving: asked.times.service),
      .schedule(of: asked.scope, between: WeekOnOffer.loaded(at: now), for: call.visitor, at: now))
    let clocks = try site.clocks(visit, call, nil)
    let page = DeskTimesPage(
      asked, doctors, schedule, .booking, notice: refusal.map { clocks.clinic.words.notice($0) }, clocks,
      now: now
    ) { doctor, slot, search in
      site.clinic.sign(Offer(doctor, slot, in: search, at: now), at: call.visitor.host)
    }
    guard let page else { throw Refusal.unknown }
    let here = Path.deskTimes(asked.times.service, with: asked.doctor, from: asked.times.from)
    return site.show(
      page, timesPage, call, visit, at: .desk, status: refusal?.status ?? .ok, from: here)
  }

  /// Keeps the time while somebody is found or registered for it.
  @Sendable func hold(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let text = form["offer"]
      let offer = try site.clinic.offer(text, at: call.visitor.host)
      let token = site.holdToken(of: call)
      _ = try await site.clinic.hold(offer, for: token, by: call.visitor)
      var response = site.redirect(call, to: Path.deskPatients(for: text))
      site.giveHold(token, on: &response)
      return response
    } showAgain: { form, refusal in
      try await times(try DeskTimesAsked(form), call, refusal)
    }
  }

  @Sendable func patients(_ call: Call) async throws -> Response {
    try await show(Form(), offer: try call.query()["offer"], call, found: .none)
  }

  /// Names and birth dates stand in no address, which logs and histories keep: the search is sent like a form.
  @Sendable func search(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let search = PatientSearch(form["q"])
      return try await show(
        form, offer: form["offer"], call,
        found: search.isEmpty ? .none : .patients(search, by: call.visitor, at: site.clinic.clock()))
    } showAgain: { form, refusal in
      try await show(form, offer: form["offer"], call, found: .none, refusal)
    }
  }

  @Sendable func register(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let (key, patient) = try form.newPatient(today: Day(utc: site.clinic.clock()))
      try await site.clinic.register(patient, key, isSomebodyElse: form["else"] == "1", by: call.visitor)
      let offer = form["offer"]
      return site.redirect(call, to: offer.isEmpty ? Path.deskPatients : Path.deskBooking(offer, key))
    } showAgain: { form, refusal in
      try await show(form, offer: form["offer"], call, found: .none, refusal)
    }
  }

  /// - Parameter found: asks for whom was searched; nil before a search.
  private func show(
    _ form: Form, offer text: String, _ call: Call, found: Query<[FoundPatient]>?, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let offer = text.isEmpty ? nil : try site.clinic.offer(text, at: call.visitor.host)
    let now = site.clinic.clock()
    let new = refusal == .conflict(.alikePatients) ? try form.newPatient(today: Day(utc: now)) : nil
    let (visit, (patients, alike, doctor, service, held)) = try await site.clinic.ask(
      call.visitor, found ?? .nobody,
      new.map { .patients(like: $0.patient, but: $0.key, by: call.visitor, at: now) } ?? .nobodyAlike,
      .practitioner(offer?.practitioner ?? .unstored),
      .service(offer?.service ?? .unstored), .anyHeld(by: call.visitor, at: now))
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    var page = DeskPatientsPage(
      offer: text, text: form["q"],
      found: found.map { _ in patients.prefix(PatientSearch.mostHits).map { FoundRow($0, for: text, formats) }
      },
      isMore: patients.count > PatientSearch.mostHits,
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(), person: PersonAtDesk(shown),
      isRegistering: form.value(of: "key") != nil || found != nil && patients.isEmpty,
      alike: alike.map { FoundRow($0, for: text, formats) }, notice: shown.problem(""))
    if let offer, let doctor, let service {
      page.chosen = formats.words.list([
        formats.longInstant(offer.slot.during.lowerBound), service.name, doctor.name,
      ])
      page.kept = held.map { KeptTime($0, formats, at: now) }
    }
    return site.show(
      page, patientsPage, call, visit, at: .desk, status: refusal?.status ?? .ok,
      from: text.isEmpty ? Path.deskPatients : Path.deskPatients(for: text))
  }

  @Sendable func new(_ call: Call) async throws -> Response {
    let query = try call.query()
    let text = query["offer"]
    guard let patient = ID<Patient>(query["patient"]) else { throw Refusal.unknown }
    let draft = BookingDraft(
      text, try site.clinic.offer(text, at: call.visitor.host), key: site.clinic.newKey())
    return try await review(draft, patient, call)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let booking = try draft(form, call).parsed()
      if booking.patient == nil { throw Refusal.unknown }
      _ = try await site.clinic.book(booking, by: call.visitor)
      let zone = try await site.clinic.zone(of: call.visitor)
      let day = zone.local(booking.offer.slot.during.lowerBound).day
      var response = site.redirect(call, to: "\(Path.desk(day))&done=booked")
      if call.hold != nil { Site.holdCookie.remove(from: &response) }
      return response
    } showAgain: { form, refusal in
      guard let patient = ID<Patient>(form["patient"]) else { throw Refusal.unknown }
      return try await review(try draft(form, call), patient, call, refusal)
    }
  }

  private func draft(_ form: Form, _ call: Call) throws(Refusal) -> BookingDraft {
    BookingDraft(form["offer"], try site.clinic.offer(form["offer"], at: call.visitor.host), form)
  }

  private func review(
    _ draft: BookingDraft, _ id: ID<Patient>, _ call: Call, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (offer, now) = (draft.offer, site.clinic.clock())
    let around = offer.slot.neighbourhood(at: now)
    let (visit, (patient, own, doctor, service, place, taken, held, schedule)) = try await site.clinic.ask(
      call.visitor, .patient(id, by: call.visitor, at: now), .visits(of: id, in: around),
      .practitioner(offer.practitioner),
      .service(offer.service, of: offer.practitioner), .place(offer.slot.location),
      .isTaken(offer, by: call.visitor, at: now), .held(offer, by: call.visitor, at: now),
      .schedule(
        of: .one(offer.practitioner, offer.service), between: around, for: call.visitor, at: now))
    guard let patient, let doctor, let service, let place else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let times = TimesOnOffer(
      doctor: doctor, service: service, isFirstVisit: offer.isFirstVisit, schedule: schedule,
      clocks: Clocks(clinic: formats), now: now)
    let shown = ShownForm(draft.form, refusal?.problems ?? [], formats.words)
    let inTheWay = own.first { $0.during.overlaps(offer.slot.during) }
    // Back after booking, or a second tab.
    let isBooked =
      inTheWay.map { $0.during == offer.slot.during && $0.practitioner == offer.practitioner } ?? false
    let obstacle =
      isBooked ? .own : BookingObstacle.Kind(refusal, offer, times, taken: taken || inTheWay != nil)
    let start = offer.slot.during.lowerBound
    let page = DeskBookingPage(
      summary: BookingSummary(offer, place, times), patient: FoundRow(patient, for: draft.text, formats),
      patientID: id.description, offer: draft.text, key: draft.key, reason: shown.field("reason"),
      kept: held.map { KeptTime($0, formats, at: now) }, asks: service.rules.needsApproval,
      patientsHref: Path.deskPatients(for: draft.text),
      timesHref: Path.deskTimes(service.id, with: doctor.id, from: formats.day(start)),
      obstacle: obstacle.map { BookingObstacle(kind: $0, times: []) },
      own: inTheWay.map {
        Link(text: "\($0.service), \(formats.longInstant($0.during.lowerBound))", href: Path.deskVisit($0.id))
      },
      times: obstacle == nil || obstacle == .own
        ? []
        : times.nearest(to: start, where: { slot in !own.contains { $0.during.overlaps(slot.during) } }).map {
          slot in
          let other = site.clinic.sign(times.offer(slot), at: call.visitor.host)
          return TimeLink(
            time: formats.longInstant(slot.during.lowerBound), href: Path.deskBooking(other, id))
        }, notice: shown.problem(""))
    return site.show(
      page, bookingPage, call, visit, at: .desk, status: refusal?.status ?? .ok,
      from: Path.deskBooking(draft.text, id))
  }
}

extension FoundRow {
  init(_ patient: FoundPatient, for offer: String, _ formats: Formats) {
    self.init(
      name: patient.name, number: patient.number, birthDate: formats.date(patient.birthDate),
      phone: patient.phone, next: patient.next.map { formats.longInstant($0) },
      href: offer.isEmpty ? nil : Path.deskBooking(offer, patient.id),
      action: formats.words["desk.choose"],
      documents: offer.isEmpty ? Path.documents(of: patient.id) : nil)
    needs = Badge.needs(patient.needs, formats.words)
    person = Path.person(patient.id)
  }

  init(_ alike: AlikePatient, for offer: String, _ formats: Formats) {
    self.init(alike.patient, for: offer, formats)
    action = formats.words["desk.book-for"]
    signs = formats.words.list(alike.signs.map { formats.words["desk.alike-\($0.rawValue)"] })
  }
}

extension PersonAtDesk {
  init(_ shown: ShownForm) {
    self.init(
      given: shown.field("given"), family: shown.field("family"), birth: shown.date("birth"),
      gender: shown.gender(), phone: shown.field("phone"), email: shown.field("email"))
  }
}

extension Form {
  /// - Throws: `Refusal.invalid`; `Refusal.unknown` when the key is none of ours.
  fileprivate func newPatient(today: Day) throws(Refusal) -> (key: ID<Patient>, patient: NewPatient) {
    var fields = FieldReader(self)
    let given = fields.text("given", atMost: 100)
    let family = fields.text("family", atMost: 100)
    let birth = fields.day("birth", in: today.adding(days: -130 * 366)...today)
    let gender = fields.choice("gender", AdministrativeGender.self)
    let phone = self["phone"].trimmed.isEmpty ? "" : fields.phone("phone")
    let email = self["email"].trimmed.isEmpty ? "" : fields.email("email")
    try fields.finish()
    guard let key = ID<Patient>(self["key"]) else { throw .unknown }
    guard let birth, let gender else { throw .invalid(fields.problems) }
    return (
      key,
      NewPatient(
        givenName: given, familyName: family, birthDate: birth, gender: gender, phone: phone, email: email)
    )
  }
}

extension Words {
  /// What a refusal says that concerns no single field.
  func notice(_ refusal: Refusal) -> String {
    if let problem = refusal.problems.first { return self[problem.message, problem.values] }
    return self["desk.taken"]
  }
}
