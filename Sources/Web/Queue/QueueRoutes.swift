import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The queue at the front desk: booked visits from their check-in on, and walk-ins.
struct QueueRoutes: Sendable {
  let site: Site
  let page: Template<QueuePage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(QueuePage.self)
  }

  /// A change of state is a resource: its noun stands in the address.
  static let nouns: KeyValuePairs<QueueTicket.Step, String> = [
    .call: "call", .finish: "end", .putBack: "return", .leave: "departure",
  ]

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/desk/queue", .may(.keepFrontDesk), .frontDesk, "desk.queue", look),
      site.route(.post, "/desk/queue", .may(.keepFrontDesk), .frontDesk, "desk.ticket.create", takeIn),
      site.route(
        .post, "/desk/visits/:id/arrival", .may(.keepFrontDesk), .frontDesk, "desk.arrival.create", checkIn),
    ]
      + Self.nouns.map { step, noun in
        site.route(
          .post, "/desk/tickets/:id/\(noun)", .may(.keepFrontDesk), .frontDesk, "desk.ticket.\(noun)"
        ) { call in try await take(step, call) }
      }
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(Form(), call, given: ID<QueueTicket>(try call.query()["ticket"]))
  }

  @Sendable func takeIn(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let (key, walkIn) = try form.walkIn()
      let today = try await site.clinic.today(for: call.visitor)
      try await site.clinic.takeIn(walkIn, key, on: today.day, by: call.visitor)
      return site.redirect(call, to: Path.queue(key))
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  @Sendable func checkIn(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { form in
      let today = try await site.clinic.today(for: call.visitor)
      let ticket = try await site.clinic.checkIn(id, by: .desk, on: today.day, today.time, call.visitor)
      return site.redirect(call, to: Path.queue(ticket))
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  private func take(_ step: QueueTicket.Step, _ call: Call) async throws -> Response {
    let id: ID<QueueTicket> = try call.id()
    return try await call.submit { form in
      try await site.clinic.take(
        step, with: id, to: ID<Location>(form["room"]), seen: Int(form["version"]) ?? -1, by: call.visitor)
      return site.redirect(call, to: Path.queue)
    } showAgain: { form, refusal in
      try await show(Form(), call, refusal)
    }
  }

  private func show(
    _ form: Form, _ call: Call, _ refusal: Refusal? = nil, given: ID<QueueTicket>? = nil
  ) async throws -> Response {
    let (today, now) = (try await site.clinic.today(for: call.visitor), site.clinic.clock())
    let (visit, (queue, doctors, names, rooms, places)) = try await site.clinic.ask(
      call.visitor, .queue(on: today, namesFor: call.visitor, at: now),
      .practitioners(on: today.day, today.time), .namesAtDesk, .callRooms, .waitingPlaces)
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let choices = places.map { place in
      Choice(
        place.id.description, place.name.isEmpty ? visit.tenant.name : place.name,
        chosen: form["place"] == place.id.description)
    }
    func row(_ ticket: QueueTicket) -> QueueRow {
      QueueRow(
        ticket, in: queue, at: now, rooms.filter { $0.place == ticket.place },
        place: choices.count < 2 ? nil : choices.first { $0.value == ticket.place.description }?.text, formats
      )
    }
    let content = QueuePage(
      rows: queue.tickets.map(row), left: queue.left.map(row),
      services: names.bookable.map {
        Choice($0.id.description, $0.name, chosen: form["service"] == $0.id.description)
      },
      doctors: doctors.map {
        Choice($0.id.description, $0.name, chosen: form["doctor"] == $0.id.description)
      },
      places: choices,
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      service: shown.field("service", label: "directory.service"),
      place: shown.field("place", label: "queue.place"),
      doctor: shown.field("doctor", label: "desk.doctor"),
      number: shown.field("number", label: "desk.number"),
      given: queue.tickets.first { $0.id == given }.map(row),
      notice: refusal == .conflict(.changedMeanwhile)
        ? formats.words["problem.ticket-changed"] : shown.problem("") ?? shown.problem("room"))
    return site.show(
      content, page, call, visit, at: .desk, status: refusal?.status ?? .ok, from: Path.queue)
  }
}

extension QueueRow {
  /// - Parameter place: where they wait, in a clinic with several such places.
  init(
    _ ticket: QueueTicket, in queue: QueueDay, at now: Date, _ rooms: [CallRoom], place: String?,
    _ formats: Formats
  ) {
    self.init(
      number: ticket.number, name: ticket.patientName, service: ticket.service, doctor: ticket.doctor,
      booked: ticket.appointment == nil ? nil : formats.timeLabel(ticket.turn.due),
      wait: formats.wait(of: ticket, in: queue, at: now), isCalled: ticket.state == .called,
      room: ticket.state == .called ? ticket.room : nil, place: place,
      rooms: rooms.map { Choice($0.id.description, $0.name, chosen: $0.id == ticket.booked) },
      version: ticket.version,
      call: ticket.allows(.call) ? Path.ticket(ticket.id, "call") : nil,
      acts: QueueRoutes.nouns.filter { step, _ in step != .call && ticket.allows(step) }
        .map { step, noun in
          VisitAct(
            action: Path.ticket(ticket.id, noun), text: formats.words["queue.\(noun)"],
            isQuiet: step != .finish)
        },
      needs: Badge.needs(ticket.needs, formats.words))
  }
}

extension Formats {
  /// `The wait is about 10 to 25 minutes.`, or that nobody who could see them is at work; nil for who waits no longer.
  func wait(of ticket: QueueTicket, in queue: QueueDay, at now: Date) -> String? {
    guard ticket.state == .waiting else { return nil }
    guard let range = queue.wait(of: ticket, at: now) else {
      return words["queue.nobody-works"]
    }
    return range.longest <= 120
      ? words["queue.wait", ["shortest": String(range.shortest), "longest": String(range.longest)]]
      : words[
        "queue.wait-long",
        ["shortest": duration(minutes: range.shortest), "longest": duration(minutes: range.longest)]]
  }
}

extension Form {
  /// - Throws: `Refusal.invalid`; `Refusal.unknown` when the key is none of ours.
  fileprivate func walkIn() throws(Refusal) -> (key: ID<QueueTicket>, WalkIn) {
    var fields = FieldReader(self)
    let service = ID<HealthcareService>(self["service"])
    if service == nil { fields.refuse("service", "problem.choose") }
    let place = ID<WaitingRoom>(self["place"])
    if place == nil { fields.refuse("place", "problem.choose") }
    let doctor = ID<Practitioner>(self["doctor"])
    if doctor == nil, !self["doctor"].isEmpty { fields.refuse("doctor", "problem.choose") }
    let typed = self["number"].trimmed
    let number = typed.isEmpty ? nil : fields.number("number")
    try fields.finish()
    guard let key = ID<QueueTicket>(self["key"]), let service, let place else { throw .unknown }
    return (key, WalkIn(service: service, practitioner: doctor, patientNumber: number, place: place))
  }
}
