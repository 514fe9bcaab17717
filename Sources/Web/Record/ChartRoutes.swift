import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The minimum record of a patient, read by whoever treats them: its chart, and what was ever entered.
struct ChartRoutes: Sendable {
  let site: Site
  let page: Template<ChartPage>
  let historyPage: Template<RecordHistoryPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(ChartPage.self)
    historyPage = try site.library.template(RecordHistoryPage.self)
  }

  var routes: [Route<Admission>] {
    let (access, record) = (Access.may(.openRecords), "/records/:id")
    return [
      site.route(.get, "\(record)/chart", access, .schedule, "chart") { call in try await show(call) },
      site.route(.get, "\(record)/chart/history", access, .schedule, "chart.history") { call in
        try await history(call, part: try call.query()["part"])
      },
      site.route(.post, "\(record)/allergies/none", access, .schedule, "allergies.none", stateNone),
      site.route(.post, "\(record)/allergies/withdrawal", access, .schedule, "allergies.withdraw") { call in
        try await withdraw(AllergyIntolerance.self, call)
      },
      site.route(.post, "\(record)/conditions/withdrawal", access, .schedule, "conditions.withdraw") { call in
        try await withdraw(Condition.self, call)
      },
      site.route(.post, "\(record)/medications/withdrawal", access, .schedule, "medications.withdraw") {
        call in
        try await withdraw(MedicationStatement.self, call)
      },
      site.route(.post, "\(record)/vitals/withdrawal", access, .schedule, "vitals.withdraw", withdrawVital),
    ]
  }

  /// Whose work it is not is asked why they need it, as on the record's own page.
  private func show(_ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<Patient>, site.clinic.clock())
    let (visit, (found, notes, name)) = try await site.clinic.ask(
      call.visitor, site.clinic.chart(of: id, by: call.visitor, at: now),
      .latestNotes(of: id, atMost: 5, at: now),
      .named(id))
    guard let chart = found else { return try await site.leadIn(call, id, isThere: name != nil) }
    let say = RecordSaying(formats: try site.formats(visit, call))
    var content = ChartPage(chart, say, at: now, key: site.clinic.newKey().uuidString.lowercased())
    content.notes = notes.map { NoteRow($0, say.formats, href: Path.note($0.id)) }
    content.notice = refusal?.problems.first.map { say.words[$0.message, $0.values] }
    content.isSaved = call.request.method == .get ? try call.query()["saved"] == "1" : false
    return site.show(
      content, page, call, visit, at: .records, status: refusal?.status ?? .ok, from: Path.chart(id))
  }

  @Sendable private func stateNone(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { form in
      guard let key = ID<Version<AllergyIntolerance>>(form["key"]) else { throw Refusal.staleForm }
      try await site.clinic.stateNoKnownAllergies(of: id, key, by: call.visitor)
      return site.redirect(call, to: "\(Path.chart(id))?saved=1")
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  private func withdraw<E: RecordEntry>(_: E.Type, _ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { form in
      guard let version = ID<Version<E>>(form["version"]) else { throw try await site.unknown(call) }
      try await site.clinic.withdraw(version, of: id, by: call.visitor)
      return site.redirect(call, to: Path.recordHistory(id, E.part))
    } showAgain: { _, refusal in
      try await history(call, part: E.part.rawValue, refusal)
    }
  }

  @Sendable private func withdrawVital(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { form in
      guard let version = ID<Observation>(form["version"]) else { throw try await site.unknown(call) }
      try await site.clinic.withdraw(version, of: id, by: call.visitor)
      return site.redirect(call, to: "\(Path.chart(id))?saved=1")
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  private func history(_ call: Call, part: String, _ refusal: Refusal? = nil) async throws -> Response {
    switch RecordPart(rawValue: part) {
    case .allergies: try await history(AllergyIntolerance.self, call, refusal)
    case .conditions: try await history(Condition.self, call, refusal)
    case .medications: try await history(MedicationStatement.self, call, refusal)
    case .vitals: try await vitals(call)
    case .results: try await results(call)
    case nil: throw try await site.unknown(call)
    }
  }

  private func history<E: RecordEntry>(
    _: E.Type, _ call: Call, _ refusal: Refusal?
  ) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await showHistory(
      call, E.part,
      site.clinic.history(E.self, of: id, after: try last(call), by: call.visitor, at: site.clinic.clock()),
      refusal
    ) { history, say in
      (
        say.words["record.\(E.part.rawValue)"], history.entries.map { say.row($0, of: id, isEditable: true) },
        [], []
      )
    }
  }

  private func vitals(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let key = try call.query()["vital"]
    guard let vital = Vital.allCases.first(where: { $0.key == key }) else { throw Refusal.unknown }
    return try await showHistory(
      call, .vitals,
      site.clinic.vitalsHistory(
        vital, of: id, after: try last(call), by: call.visitor, at: site.clinic.clock()), nil,
      more: "&vital=\(key)"
    ) { history, say in
      (say.words["vital.\(key)"], [], history.entries.map { say.row($0, isEditable: true) }, [])
    }
  }

  private func results(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await showHistory(
      call, .results,
      site.clinic.resultsHistory(of: id, after: try last(call), by: call.visitor, at: site.clinic.clock()),
      nil
    ) { history, say in
      (say.words["record.results"], [], [], history.entries.map { say.result($0, of: id) })
    }
  }

  private func last(_ call: Call) throws -> UUID? {
    call.request.method == .get ? ID<Call>(try call.query()["after"])?.uuid : nil
  }

  private func showHistory<Entry>(
    _ call: Call, _ part: RecordPart, _ query: Query<RecordHistory<Entry>?>, _ refusal: Refusal?,
    more: String = "",
    _ rows: (RecordHistory<Entry>, RecordSaying) -> (String, [RecordRow], [VitalRow], [ResultRowView])
  ) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let (visit, (found, name)) = try await site.clinic.ask(call.visitor, query, .named(id))
    guard let history = found else { return try await site.leadIn(call, id, isThere: name != nil) }
    let say = RecordSaying(formats: try site.formats(visit, call))
    let (heading, entries, vitals, results) = rows(history, say)
    let here = Path.recordHistory(id, part) + more
    let content = RecordHistoryPage(
      head: say.head(history.head, at: visit.now), heading: heading, rows: entries, vitals: vitals,
      results: results, withdrawal: part == .results ? nil : "\(Path.record(id, part))/withdrawal",
      older: history.last.map { "\(here)&after=\(ID<Call>($0))" },
      notice: refusal?.problems.first.map { say.words[$0.message, $0.values] })
    return site.show(
      content, historyPage, call, visit, at: .records, status: refusal?.status ?? .ok, from: here)
  }
}

extension Site {
  /// To the page that asks why a record is to be opened; that it was tried is noted.
  func leadIn(_ call: Call, _ id: ID<Patient>, isThere: Bool) async throws -> Response {
    guard isThere else { throw Refusal.unknown }
    try await clinic.recordAttempt(by: call.visitor)
    return redirect(call, to: Path.emergency(id))
  }

  func chartRoutes() throws -> [Route<Admission>] {
    try ChartRoutes(site: self).routes + RecordFormRoutes<AllergyIntolerance>(site: self).routes
      + RecordFormRoutes<Condition>(site: self).routes
      + RecordFormRoutes<MedicationStatement>(site: self).routes
      + VitalsRoutes(site: self).routes + ResultRoutes(site: self).routes + HealthRoutes(site: self).routes
  }
}

extension Path {
  static func chart(_ id: ID<Patient>) -> String { "\(record(id))/chart" }
  static func record(_ id: ID<Patient>, _ part: RecordPart) -> String { "\(record(id))/\(part.rawValue)" }
  static func recordHistory(_ id: ID<Patient>, _ part: RecordPart) -> String {
    "\(chart(id))/history?part=\(part.rawValue)"
  }
  static func result(_ thread: ID<DiagnosticReport>, of id: ID<Patient>) -> String {
    "\(record(id, .results))/\(thread)"
  }
  static let health = "/health"
}
