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
      try await site.clinic.cancelSeries(series, from: visit, scope, seen: form["seen"], by: call.visitor)
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
      do {
        try await site.clinic.moveSeries(
          series, from: visit, to: day, time, scope, seen: form["seen"], by: call.visitor)
      } catch let taken as SeriesDateTaken {
        let (here, _) = try await site.clinic.ask(call.visitor, .nothing)
        let formats = try site.formats(here, call)
        throw Refusal.invalid([
          Problem("day", "problem.series-date", ["date": formats.longLocal(taken.date)])
        ])
      }
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
    let formats = try site.formats(visit, call)
    let (recurrence, problems) = form.recurrence(after: formats.day(matter.first.during.lowerBound))
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
        SeriesDateRow(
          index, date, HindranceWords(formats: formats, names: names),
          chosen: refusal == nil ? nil : chosen(form, index, call.visitor.host)
        ) { offer in site.clinic.sign(offer, at: call.visitor.host) }
      },
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      isTaken: refusal == .conflict(.timeTaken), notice: shown.problem(""))
    return site.show(
      content, planPage, call, visit, at: .desk,
      status: refusal?.status ?? (problems.isEmpty ? .ok : .unprocessableContent), from: Path.series(of: id))
  }

  /// What a form that is shown again has for a date.
  private func chosen(_ form: Form, _ index: Int, _ host: String) -> SeriesDateRow.Chosen {
    guard let offer = try? site.clinic.offer(form["date\(index)"], at: host) else { return .none }
    return .time(offer.slot.during.lowerBound)
  }

  private func show(_ form: Form, _ call: Call, _ refusal: Refusal? = nil, isDone: Bool = false) async throws
    -> Response
  {
    let id: ID<AppointmentSeries> = try call.id()
    let (visit, visits) = try await site.clinic.ask(
      call.visitor, .series(id, by: call.visitor, at: site.clinic.clock()))
    guard let first = visits.first else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
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
      moveAction: Path.series(id, "move"), seen: visits.edition, isDone: isDone, notice: shown.problem(""))
    return site.show(
      content, page, call, visit, at: .desk, status: refusal?.status ?? .ok, from: Path.series(id))
  }
}

extension SeriesDateRow {
  /// What was chosen for a date before: to leave it out, or a time.
  enum Chosen {
    case none
    case time(Date)
  }

  /// A free time is booked unless it is left out; one that is not is left out unless another is chosen for it. What was
  /// chosen before stays, as far as it can still be had.
  ///
  /// - Parameter chosen: nil where nobody has chosen yet.
  init(
    _ index: Int, _ date: SeriesDate, _ words: HindranceWords, chosen: Chosen?, _ sign: (Offer) -> String
  ) {
    let formats = words.formats
    let times = (date.offer.map { [$0] } ?? []) + date.others
    var pick = date.offer?.slot.during.lowerBound
    var gone: [Line] = []
    switch chosen {
    case nil: break
    case .some(.none): pick = nil
    case .time(let start):
      pick = times.contains { $0.slot.during.lowerBound == start } ? start : nil
      if pick == nil {
        gone = [Line(formats.words["series.gone", ["time": formats.longInstant(start)]])]
      }
    }
    var choices = times.map { offer in
      let start = offer.slot.during.lowerBound
      return Choice(
        sign(offer),
        start == date.offer?.slot.during.lowerBound
          ? formats.words["series.book"] : formats.longInstant(start),
        chosen: start == pick)
    }
    choices.insert(
      Choice("", formats.words["series.skip"], chosen: pick == nil), at: date.offer == nil ? 0 : 1)
    self.init(
      name: "date\(index)",
      time: date.start.map(formats.longInstant) ?? formats.longDay(date.day),
      reasons: gone + words.reasons(date.hindrances).map { Line($0.text) }
        + (date.isElsewhere ? [Line(formats.words["series.elsewhere"])] : []),
      choices: choices)
  }
}

extension Form {
  static var weekly: Form { Form(filledWith: [("step", "weeks"), ("every", "1"), ("count", "6")]) }

  var isEmpty: Bool { ["step", "every", "count", "last"].allSatisfy { self[$0].isEmpty } }

  /// Nil while none is given, or something is wrong with it.
  ///
  /// - Parameter first: the day of the visit that is to be repeated.
  fileprivate func recurrence(after first: Day) -> (Recurrence?, [Problem]) {
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
      let last = Day(iso: self["last"])
      if let last, last <= first { fields.refuse("last", "problem.series-last") }
      if last == nil { fields.refuse("last", "problem.day") }
      end = last.map(Recurrence.End.day)
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
