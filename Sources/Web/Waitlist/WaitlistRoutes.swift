import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The waiting list, as patients see it, and as the front desk does.
struct WaitlistRoutes: Sendable {
  let site: Site
  let listPage: Template<WaitlistPage>
  let offerPage: Template<WaitlistOfferPage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(WaitlistPage.self)
    offerPage = try site.library.template(WaitlistOfferPage.self)
  }

  var routes: [Route<Admission>] {
    let access = Access.may(.bookForOneself)
    return [
      site.route(.get, "/waitlist", access, .booking, "waitlist", list),
      site.route(.post, "/waitlist", access, .booking, "waitlist.wish", wish),
      site.route(.post, "/waitlist/:id/withdrawal", access, .booking, "waitlist.withdraw", withdraw),
      site.route(.get, "/waitlist/offers/:id", access, .booking, "waitlist.offer", look),
      site.route(.post, "/waitlist/offers/:id/acceptance", access, .booking, "waitlist.accept", accept),
      site.route(.post, "/waitlist/offers/:id/refusal", access, .booking, "waitlist.decline", decline),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    try await show(Form(), call, isSaved: try call.query()["saved"] == "1")
  }

  @Sendable func wish(_ call: Call) async throws -> Response {
    try await call.submit(try await Form.read(from: call.request, repeating: ["weekday"])) { form in
      // The clinic's day is known only after a round trip; nobody is kept from wishing by an hour.
      let (key, wish) = try form.wish(today: Day(utc: site.clinic.clock()))
      try await site.clinic.wish(wish, key, by: call.visitor)
      return site.redirect(call, to: "\(Path.waitlist)?saved=1")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  @Sendable func withdraw(_ call: Call) async throws -> Response {
    let id: ID<WaitlistEntry> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.withdrawWish(id, by: call.visitor)
      return site.redirect(call, to: Path.waitlist)
    } showAgain: { _, refusal in
      try await show(Form(), call, refusal)
    }
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(offer: try call.id(), call)
  }

  @Sendable func accept(_ call: Call) async throws -> Response {
    let id: ID<WaitlistOffer> = try call.id()
    return try await call.submit { _ in
      let appointment = try await site.clinic.acceptWaitlistOffer(id, by: call.visitor)
      return site.redirect(call, to: Path.appointment(appointment))
    } showAgain: { _, refusal in
      try await show(offer: id, call, refusal)
    }
  }

  @Sendable func decline(_ call: Call) async throws -> Response {
    let id: ID<WaitlistOffer> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.declineWaitlistOffer(id, by: call.visitor)
      return site.redirect(call, to: Path.waitlist(id))
    } showAgain: { _, refusal in
      try await show(offer: id, call, refusal)
    }
  }

  /// What was accepted before leads to the appointment.
  private func show(
    offer id: ID<WaitlistOffer>, _ call: Call, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, (choice, names)) = try await site.clinic.ask(
      call.visitor, .waitlistChoice(id, by: call.visitor, at: now), .resourceNames)
    guard let choice else { throw Refusal.unknown }
    if let appointment = choice.offer.appointment {
      return site.redirect(call, to: Path.appointment(appointment))
    }
    let formats = try site.formats(visit, call)
    let bookable = choice.bookable(zone: formats.zone, at: now)
    let stage: WaitlistOfferPage.Stage =
      choice.offer.state == .declined
      ? .declined : bookable == nil || refusal == .conflict(.timeTaken) ? .gone : .open
    let shown = WaitlistOfferPage(
      doctor: choice.practitioner?.name ?? "", service: choice.service?.name ?? "",
      patient: choice.offer.patientName, start: formats.longInstant(choice.offer.during.lowerBound),
      zone: formats.zoneInWords(at: [choice.offer.during.lowerBound, choice.offer.answerUntil]),
      until: formats.longInstant(choice.offer.answerUntil),
      terms: stage == .open ? WaitlistTerms(choice, bookable, names, formats, at: now) : nil, stage: stage,
      acceptAction: Path.waitlist(id, "acceptance"), declineAction: Path.waitlist(id, "refusal"),
      notice: ShownForm(Form(), refusal?.problems ?? [], formats.words).problem(""))
    return site.show(
      shown, offerPage, call, visit, at: .dashboard, status: refusal?.status ?? .ok, from: Path.waitlist(id))
  }

  private func show(
    _ form: Form, _ call: Call, _ refusal: Refusal? = nil, isSaved: Bool = false
  ) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, (wishes, specialties, services, doctors, others, name)) = try await site.clinic.ask(
      call.visitor, .myWishes(at: now), .specialties, .services, .bookable, .othersToBookFor(at: now), .myName
    )
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let content = WaitlistPage(
      wishes: wishes.map { WishRow($0, formats) },
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      specialty: shown.choices(
        "specialty", specialties.map { ("\($0.id)", $0.name) }, label: "waitlist.specialty"),
      service: shown.choices("service", services.map { ("\($0.id)", $0.name) }, label: "waitlist.service"),
      practitioner: shown.choices(
        "practitioner", doctors.map { ("\($0.id)", $0.name) }, label: "waitlist.doctor"),
      patient: shown.choices("patient", [("", name ?? "")] + others.map { ("\($0.id)", $0.name) }),
      weekdays: shown.choices(
        "weekday", Weekday.allCases.map { ("\($0.rawValue)", formats.weekday($0)) },
        label: "waitlist.weekdays"),
      from: shown.field("from", label: "waitlist.from"), until: shown.field("until", label: "waitlist.until"),
      last: shown.field("last", label: "waitlist.last"),
      isFull: wishes.filter { $0.madeBy == nil }.count >= Wish.most, isSaved: isSaved,
      notice: shown.problem(""))
    return site.show(
      content, listPage, call, visit, at: .dashboard, status: refusal?.status ?? .ok, from: Path.waitlist)
  }
}

extension WishRow {
  init(_ entry: WaitlistEntry, _ formats: Formats) {
    let (wish, words) = (entry.wish, formats.words)
    let isAnyTime = wish.from == .midnight && wish.until == .endOfDay
    self.init(
      service: entry.serviceName ?? entry.specialtyName ?? words["waitlist.any-service"],
      doctor: entry.practitionerName ?? words["waitlist.any-doctor"],
      patient: entry.patientName,
      days: wish.weekdays.isEmpty
        ? words["waitlist.any-day"]
        : words.list(wish.weekdays.sorted().map(formats.weekday)),
      hours: isAnyTime
        ? words["waitlist.any-time"]
        : words["waitlist.hours", ["from": formats.time(wish.from), "until": formats.time(wish.until)]],
      last: formats.longDay(wish.lastDay), since: formats.longDay(formats.day(entry.since)),
      offer: entry.offer.map { Path.waitlist($0) }, maker: entry.madeBy,
      withdraw: Path.wish(entry.id))
  }
}

extension Form {
  /// - Throws: `Refusal.invalid`; `Refusal.unknown` when the key is none of ours.
  fileprivate func wish(today: Day) throws(Refusal) -> (key: ID<WaitlistEntry>, Wish) {
    var fields = FieldReader(self)
    let specialty: ID<Specialty>? = chosen("specialty", &fields)
    let service: ID<HealthcareService>? = chosen("service", &fields)
    let practitioner: ID<Practitioner>? = chosen("practitioner", &fields)
    let patient: ID<Patient>? = chosen("patient", &fields)
    let weekdays = Set(all("weekday").compactMap { Int($0).flatMap(Weekday.init) })
    let from = self["from"].isEmpty ? TimeOfDay.midnight : TimeOfDay(iso: self["from"])
    let until = self["until"].isEmpty ? TimeOfDay.endOfDay : TimeOfDay(iso: self["until"])
    if from == nil { fields.refuse("from", "problem.time") }
    if until == nil { fields.refuse("until", "problem.time") }
    if let from, let until, until <= from { fields.refuse("until", "problem.time-order") }
    let last = Day(iso: self["last"])
    if last == nil { fields.refuse("last", "problem.day") }
    if let last, last < today.adding(days: -1) { fields.refuse("last", "problem.day-past") }
    if let last, last > today.adding(days: Wish.furthest) {
      fields.refuse("last", "problem.day-far", ["days": String(Wish.furthest)])
    }
    try fields.finish()
    guard let key = ID<WaitlistEntry>(self["key"]) else { throw .unknown }
    guard let from, let until, let last else { throw .invalid(fields.problems) }
    return (
      key,
      Wish(
        specialty: specialty, service: service, practitioner: practitioner, weekdays: weekdays, from: from,
        until: until, lastDay: last, patient: patient)
    )
  }

  /// Nil where nothing is chosen; anything but an id is refused.
  private func chosen<Of>(_ name: String, _ fields: inout FieldReader) -> ID<Of>? {
    let id = ID<Of>(self[name])
    if id == nil, !self[name].isEmpty { fields.refuse(name, "problem.choose") }
    return id
  }
}

extension WaitlistTerms {
  /// Nil where nothing can be booked.
  fileprivate init?(
    _ choice: WaitlistChoice, _ offer: Offer?, _ names: [UUID: String], _ formats: Formats, at now: Date
  ) {
    guard let offer, let service = choice.service else { return nil }
    let rules = service.rules
    self.init(
      duration: formats.minutes(
        Int(offer.slot.during.upperBound.timeIntervalSince(offer.slot.during.lowerBound) / 60)),
      place: rules.isOnline ? "" : names[offer.slot.location.uuid] ?? "", isOnline: rules.isOnline,
      price: formats.money(service.price), preparation: service.preparation, asks: rules.needsApproval,
      change: ChangeRule(offer, rules, formats, at: now).until)
  }
}
