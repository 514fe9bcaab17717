import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Patients' records, for practitioners: those of their own visits; any other in an emergency.
struct RecordRoutes: Sendable {
  let site: Site
  let searchPage: Template<RecordSearchPage>
  let recordPage: Template<RecordPage>
  let emergencyPage: Template<EmergencyPage>

  init(site: Site) throws {
    self.site = site
    searchPage = try site.library.template(RecordSearchPage.self)
    recordPage = try site.library.template(RecordPage.self)
    emergencyPage = try site.library.template(EmergencyPage.self)
  }

  var routes: [Route<Admission>] {
    let access = Access.may(.openRecords)
    return [
      site.route(.get, "/records", access, .schedule, "records") { call in
        try await show(Form(), call, found: nil)
      },
      site.route(.post, "/records/search", access, .schedule, "records.search", search),
      site.route(.get, "/records/:id", access, .schedule, "record", record),
      site.route(.get, "/records/:id/emergency", access, .emergency, "emergency.new") { call in
        try await ask(Form(), call)
      },
      site.route(.post, "/records/:id/emergency", access, .emergency, "emergency.create", openUp),
    ]
  }

  /// Names and birth dates stand in no address, which logs and histories keep: the search is sent like a form.
  @Sendable func search(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let search = PatientSearch(form["q"])
      return try await show(
        form, call,
        found: search.isEmpty ? nil : .patients(search, by: call.visitor, at: site.clinic.clock()))
    } showAgain: { form, refusal in
      try await show(form, call, found: nil, refusal)
    }
  }

  /// - Parameter found: asks for whom was searched; nil before a search.
  private func show(
    _ form: Form, _ call: Call, found: Query<[FoundPatient]>?, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (visit, patients) = try await site.clinic.ask(call.visitor, found ?? .nobody)
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let page = RecordSearchPage(
      text: form["q"],
      found: found.map { _ in
        patients.prefix(PatientSearch.mostHits).map { FoundRow(opening: $0, formats) }
      },
      isMore: patients.count > PatientSearch.mostHits, notice: shown.problem(""))
    return site.show(
      page, searchPage, call, visit, at: .records, status: refusal?.status ?? .ok, from: Path.records)
  }

  /// Whose work it is not is asked why they need it; that they tried is noted.
  @Sendable func record(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let now = site.clinic.clock()
    let (visit, (found, name)) = try await site.clinic.ask(
      call.visitor, .openedRecord(id, by: call.visitor, at: now), .named(id))
    guard let record = found else {
      guard name != nil else { throw Refusal.unknown }
      try await site.clinic.recordAttempt(by: call.visitor)
      return site.redirect(call, to: Path.emergency(id))
    }
    return site.show(
      RecordPage(record, try site.formats(visit, call)), recordPage, call, visit, at: .records)
  }

  @Sendable func openUp(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await site.confirmed(call, back: Path.emergency(id)) {
      try await call.submit { form in
        var fields = FieldReader(form)
        let reason = fields.reason(
          "reason", atLeast: EmergencyAccess.shortestReason, atMost: EmergencyAccess.longestReason)
        try fields.finish()
        guard let key = ID<EmergencyAccess>(form["key"]) else { throw Refusal.staleForm }
        try await site.clinic.openInEmergency(id, key, because: reason, by: call.visitor)
        return site.redirect(call, to: Path.record(id))
      } showAgain: { form, refusal in
        try await ask(form, call, refusal)
      }
    }
  }

  /// Who has to prove themselves does so before they type.
  private func ask(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let (visit, (named, isConfirmed)) = try await site.clinic.ask(
      call.visitor, .named(id), .isConfirmed(by: call.visitor, at: site.clinic.clock(), for: 300))
    guard let (name, number) = named else { throw Refusal.unknown }
    guard isConfirmed || refusal != nil else {
      return site.redirect(call, to: Path.with(next: Path.emergency(id), Path.confirmIdentity))
    }
    let words = site.words(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let page = EmergencyPage(
      name: name, number: number, action: Path.emergency(id),
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      reason: shown.field("reason", label: "emergency.reason"),
      minutes: Int(EmergencyAccess.lifetime / 60), notice: shown.problem(""))
    return site.show(
      page, emergencyPage, call, visit, at: .records, status: refusal?.status ?? .ok,
      from: Path.emergency(id))
  }

  /// What this file asks of the catalogue.
  static let keys = ["records.open", "emergency.reason"]
}

extension FoundRow {
  /// Whoever looks for a record is told no more of it than whose it is.
  fileprivate init(opening patient: FoundPatient, _ formats: Formats) {
    self.init(
      name: patient.name, number: patient.number, birthDate: formats.date(patient.birthDate), phone: "",
      next: nil, href: Path.record(patient.id), action: formats.words["records.open"])
  }
}

extension RecordPage {
  fileprivate init(_ record: OpenedRecord, _ formats: Formats) {
    let address = record.address
    let lines =
      address.line + ["\(address.postalCode) \(address.city)".trimmed, address.country]
    var emergency: RecordEmergency?
    if case .emergency(let until, let reason) = record.basis {
      emergency = RecordEmergency(until: formats.timeLabel(until), reason: reason)
    }
    self.init(
      name: record.name, number: record.number, birthDate: formats.date(record.birthDate),
      phone: record.phone, email: record.email, lines: lines.filter { !$0.isEmpty }.map { Line($0) },
      visits: record.visits.map { visit in
        RecordVisitRow(
          when: formats.longInstant(visit.start), service: visit.service, doctor: visit.practitioner,
          status: Badge(visit.status, formats.words), reason: visit.reason)
      }, documentsHref: Path.documents(of: record.id), notesHref: Path.notes(of: record.id),
      chartHref: Path.chart(record.id), messagesHref: Path.conversations(.all, about: record.id),
      emergency: emergency,
      needs: Badge.needs(record.needs, formats.words), needNote: record.needNote,
      spoken: formats.words.list(record.languages.map { formats.words["speaks.\($0)"] }),
      contacts: record.contacts.filter { $0.count == 3 }.map {
        Line(formats.words.list([$0[0], formats.words["relationship.\($0[1])"], $0[2]]))
      })
  }
}

extension Path {
  static let records = "/records"
  static func record(_ id: ID<Patient>) -> String { "\(records)/\(id)" }
  static func emergency(_ id: ID<Patient>) -> String { "\(record(id))/emergency" }
}
