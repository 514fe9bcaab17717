import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Visits that repeat, as the front desk makes and changes them.
struct SeriesRoutes: Sendable {
  let site: Site
  let planPage: Template<SeriesPlanPage>
  let page: Template<SeriesPage>

  init(site: Site) throws {
    self.site = site
    planPage = try site.library.template(SeriesPlanPage.self)
    page = try site.library.template(SeriesPage.self)
  }

  var routes: [Route<Admission>] {
    let access = Access.may(.keepSeries)
    return [
      site.route(.get, "/appointments/:id/series", access, .schedule, "series.plan", plan),
      site.route(.post, "/appointments/:id/series", access, .schedule, "series.create", create),
      site.route(.get, "/series/:id", access, .schedule, "series", look),
      site.route(.post, "/series/:id/cancellation", access, .schedule, "series.cancel", cancel),
      site.route(.post, "/series/:id/move", access, .schedule, "series.move", move),
    ]
  }

  @Sendable func plan(_ call: Call) async throws -> Response {
    try await show(plan: try call.query(), call)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    return try await call.submit { form in
      guard let key = ID<AppointmentSeries>(form["key"]) else {
        throw Refusal.invalid([Problem("", "problem.series-empty")])
      }
      let texts = (0..<Recurrence.most).map { form["date\($0)"] }.filter { !$0.isEmpty }
      let offers = try texts.map { try site.clinic.offer($0, at: call.visitor.host) }
      try await site.clinic.bookSeries(of: id, key, offers, by: call.visitor)
      return site.redirect(call, to: Path.series(key))
    } showAgain: { form, refusal in
      try await show(plan: form, call, refusal)
    }
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(Form(), call, isDone: try call.query()["done"] == "1")
  }

  @Sendable func cancel(_ call: Call) async throws -> Response {
    let series: ID<AppointmentSeries> = try call.id()
    return try await call.submit { form in
      let (visit, scope) = try form.scopedVisit()
      try await site.clinic.cancelSeries(series, from: visit, scope, by: call.visitor)
      return site.redirect(call, to: "\(Path.series(series))?done=1")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  @Sendable func move(_ call: Call) async throws -> Response {
    let series: ID<AppointmentSeries> = try call.id()
    return try await call.submit { form in
      let (visit, scope) = try form.scopedVisit()
      var fields = FieldReader(form)
      let (day, time) = (Day(iso: form["day"]), TimeOfDay(iso: form["time"]))
      if day == nil { fields.refuse("day", "problem.day") }
      if time == nil { fields.refuse("time", "problem.time") }
      try fields.finish()
      guard let day, let time else { throw Refusal.invalid(fields.problems) }
      try await site.clinic.moveSeries(series, from: visit, to: day, time, scope, by: call.visitor)
      return site.redirect(call, to: "\(Path.series(series))?done=1")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  private func show(plan form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    let now = site.clinic.clock()
    let (visit, (found, names)) = try await site.clinic.ask(
      call.visitor, .seriesMatter(id, by: call.visitor, at: now), .resourceNames)
    guard let matter = found else { throw Refusal.unknown }
    if let series = matter.first.series { return site.redirect(call, to: Path.series(series)) }
    let formats = try site.formats(visit, .english)
    let (recurrence, problems) = form.recurrence()
    let all = (refusal?.problems ?? []) + problems
    let shown = ShownForm(form.isEmpty ? Form.weekly : form, all, formats.words)
    let dates = recurrence.map { matter.dates(of: $0, zone: formats.zone, at: now) } ?? []
    let content = SeriesPlanPage(
      patient: matter.first.patientName, service: matter.first.serviceName,
      doctor: matter.first.practitionerName,
      first: formats.longInstant(matter.first.during.lowerBound), action: Path.series(of: id),
      step: shown.choices(
        "step", ["weeks", "months"].map { ($0, formats.words["series.\($0)"]) }, label: "series.step"),
      every: shown.field("every", label: "series.every"), count: shown.field("count", label: "series.count"),
      last: shown.field("last", label: "series.last"),
      dates: dates.enumerated().map { index, date in
        SeriesDateRow(index, date, matter, HindranceWords(formats: formats, names: names)) { offer in
          site.clinic.sign(offer, at: call.visitor.host)
        }
      },
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      isTaken: refusal == .conflict(.timeTaken), notice: shown.problem(""))
    return site.show(
      content, planPage, call, visit, at: .schedule,
      status: refusal?.status ?? (problems.isEmpty ? .ok : .unprocessableContent), from: Path.series(of: id))
  }

  private func show(_ form: Form, _ call: Call, _ refusal: Refusal? = nil, isDone: Bool = false) async throws
    -> Response
  {
    let id: ID<AppointmentSeries> = try call.id()
    let (visit, visits) = try await site.clinic.ask(
      call.visitor, .series(id, by: call.visitor, at: site.clinic.clock()))
    guard let first = visits.first else { throw Refusal.unknown }
    let formats = try site.formats(visit, .english)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let content = SeriesPage(
      patient: first.patientName, service: first.serviceName, doctor: first.practitionerName,
      rows: visits.map {
        SeriesRow(
          time: formats.longInstant($0.during.lowerBound), status: Badge($0.status, formats.words))
      },
      visit: shown.choices(
        "visit",
        visits.filter { $0.isAhead(at: visit.now) }.map {
          ("\($0.id)", formats.longInstant($0.during.lowerBound))
        }, label: "series.visit"),
      scope: shown.choices(
        "scope", SeriesScope.allCases.map { ($0.rawValue, formats.words["series.\($0.rawValue)"]) },
        label: "series.scope"),
      day: shown.field("day"), time: shown.field("time"), cancelAction: Path.series(id, "cancellation"),
      moveAction: Path.series(id, "move"), isDone: isDone, isTaken: refusal == .conflict(.timeTaken),
      notice: shown.problem(""))
    return site.show(
      content, page, call, visit, at: .schedule, status: refusal?.status ?? .ok, from: Path.series(id))
  }
}

extension SeriesDateRow {
  /// A free time is booked unless it is left out; one that is not is left out unless another is chosen for it.
  init(
    _ index: Int, _ date: SeriesDate, _ matter: SeriesMatter, _ words: HindranceWords,
    _ sign: (Offer) -> String
  ) {
    let formats = words.formats
    let time = date.start.map(formats.longInstant)
    let skip = Choice("", formats.words["series.skip"], chosen: date.offer == nil)
    let others = date.others.map { Choice(sign($0), formats.longInstant($0.slot.during.lowerBound)) }
    let book = date.offer.map { Choice(sign($0), formats.words["series.book"], chosen: true) }
    self.init(
      name: "date\(index)",
      time: time ?? formats.longDay(date.day),
      reasons: words.reasons(date.hindrances).map { Line($0.text) }
        + (date.isElsewhere ? [Line(formats.words["series.elsewhere"])] : []),
      choices: (book.map { [$0] } ?? []) + [skip] + others)
  }
}

extension Form {
  static var weekly: Form { Form(filledWith: [("step", "weeks"), ("every", "1"), ("count", "6")]) }

  var isEmpty: Bool { ["step", "every", "count", "last"].allSatisfy { self[$0].isEmpty } }

  /// Nil while none is given, or something is wrong with it.
  fileprivate func recurrence() -> (Recurrence?, [Problem]) {
    if isEmpty { return (nil, []) }
    var fields = FieldReader(self)
    let isMonthly = self["step"] == "months"
    if !isMonthly, self["step"] != "weeks" { fields.refuse("step", "problem.choose") }
    let every = isMonthly ? 1 : fields.number("every")
    if !isMonthly, !(1...Recurrence.mostWeeks).contains(every) {
      fields.refuse("every", "problem.number-range", ["least": "1", "most": String(Recurrence.mostWeeks)])
    }
    var end: Recurrence.End?
    if !self["last"].isEmpty {
      end = Day(iso: self["last"]).map(Recurrence.End.day)
      if end == nil { fields.refuse("last", "problem.day") }
    } else {
      let count = fields.number("count")
      if !(2...Recurrence.most).contains(count) {
        fields.refuse("count", "problem.number-range", ["least": "2", "most": String(Recurrence.most)])
      }
      end = .count(count)
    }
    guard fields.problems.isEmpty, let end else { return (nil, fields.problems) }
    return (Recurrence(isMonthly ? .months : .weeks(every), end), [])
  }

  /// - Throws: `Refusal.invalid`.
  fileprivate func scopedVisit() throws(Refusal) -> (ID<Appointment>, SeriesScope) {
    var fields = FieldReader(self)
    let visit = ID<Appointment>(self["visit"])
    if visit == nil { fields.refuse("visit", "problem.choose") }
    let scope = fields.choice("scope", SeriesScope.self)
    try fields.finish()
    guard let visit, let scope else { throw .invalid(fields.problems) }
    return (visit, scope)
  }
}
