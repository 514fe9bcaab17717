import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Results: entered, seen, released and taken back.
struct ResultRoutes: Sendable {
  let site: Site
  let formPage: Template<RecordFormPage>
  let page: Template<ResultPage>

  init(site: Site) throws {
    self.site = site
    formPage = try site.library.template(RecordFormPage.self)
    page = try site.library.template(ResultPage.self)
  }

  var routes: [Route<Admission>] {
    let (access, all) = (Access.may(.openRecords), "/records/:id/results")
    return [
      site.route(.get, all, access, .schedule, "results.form") { call in
        try await show(call, entry: try call.query()["entry"])
      },
      site.route(.post, all, access, .schedule, "results.keep", keep),
      site.route(.get, "\(all)/:result", access, .schedule, "result") { call in
        try await showResult(call, isDone: try call.query()["done"] == "1")
      },
      site.route(.post, "\(all)/:result/review", access, .schedule, "result.review") { call in
        try await act(call) { try await site.clinic.review($0, of: $1, in: $2, by: call.visitor) }
      },
      site.route(.post, "\(all)/:result/release", access, .schedule, "result.release") { call in
        try await act(call) { try await site.clinic.release($0, of: $1, in: $2, by: call.visitor) }
      },
      site.route(.post, "\(all)/:result/withdrawal", access, .schedule, "result.withdraw") { call in
        try await act(call) { try await site.clinic.withdraw($0, of: $1, in: $2, by: call.visitor) }
      },
    ]
  }

  @Sendable func keep(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let form = try await Form.read(from: call.request, limits: EntryForm<ResultEntry>.limits)
    return try await call.submit(form) { form in
      let typed = EntryForm<ResultEntry>(form: form)
      if !typed.faults.isEmpty { throw Refusal.invalid(typed.faults) }
      guard let version = ID<DiagnosticReport>(form["key"]) else { throw Refusal.staleForm }
      let thread = ID<DiagnosticReport>(form["entry"])
      if thread == nil, !form["entry"].isEmpty { throw Refusal.unknown }
      var draft = ResultDraft(id, thread, version, typed.draft(ID((thread ?? version).uuid)))
      draft.corrects = form["how"] == "correction"
      try await site.clinic.keep(draft, by: call.visitor)
      return site.redirect(call, to: "\(Path.result(thread ?? version, of: id))?done=1")
    } showAgain: { form, refusal in
      try await show(call, entry: form["entry"], EntryForm(form: form), refusal)
    }
  }

  private func show(
    _ call: Call, entry: String, _ form: EntryForm<ResultEntry>? = nil, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (id, now) = (try call.id() as ID<Patient>, site.clinic.clock())
    let thread = ID<DiagnosticReport>(entry)
    if thread == nil, !entry.isEmpty { throw Refusal.unknown }
    let (visit, (found, name)) = try await site.clinic.ask(
      call.visitor, site.clinic.result(thread ?? .unstored, of: id, by: call.visitor, at: now), .named(id))
    guard let found else { return try await site.leadIn(call, id, isThere: name != nil) }
    let stored = found.entries.first { $0.superseded == nil }
    if thread != nil, stored == nil { throw Refusal.unknown }
    let say = RecordSaying(formats: try site.formats(visit, call))
    let local = say.formats.zone.local(now)
    let surroundings = Surroundings(currency: "", today: local.day)
    let before = stored.map { ResultEntry($0, say.formats.zone.local($0.effective)) }
    let isConflict = refusal == .conflict(.entryChanged)
    let shown =
      if let form, let refusal {
        ShownEntry<ResultEntry>(
          form.draft(.unstored), over: before, refusal.problems, isConflict: isConflict, surroundings,
          say.words)
      } else if before == nil {
        ShownEntry<ResultEntry>(
          EntryDraft(.unstored, texts: ResultEntry.blankTexts(at: local)), over: nil, [], isConflict: false,
          surroundings, say.words)
      } else {
        ShownEntry<ResultEntry>(before, surroundings, say.words)
      }
    let content = RecordFormPage(
      head: say.head(found.head, at: now),
      heading: say.words[thread == nil ? "record.new.results" : "record.edit.results"],
      lead: say.words["record.lead.results"], action: Path.record(id, .results),
      key: form?.form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      thread: thread?.description, allergies: "", groups: shown.groups, seen: shown.seen,
      corrects: form?.form["how"] == "correction", isConflict: isConflict, notice: shown.notice)
    return site.show(
      content, formPage, call, visit, at: .records, status: refusal?.status ?? .ok,
      from: Path.record(id, .results) + (thread.map { "?entry=\($0)" } ?? ""))
  }

  /// Acts on the version that counts by now: what somebody looked at is named by its form where that matters.
  private func act(
    _ call: Call, _ work: (ID<DiagnosticReport>, ID<Patient>, ID<DiagnosticReport>) async throws -> Void
  ) async throws -> Response {
    let (id, thread) = (try call.id() as ID<Patient>, try call.id("result") as ID<DiagnosticReport>)
    return try await call.submit { form in
      guard let version = ID<DiagnosticReport>(form["version"]) else { throw try await site.unknown(call) }
      try await work(version, id, thread)
      return site.redirect(call, to: "\(Path.result(thread, of: id))?done=1")
    } showAgain: { _, refusal in
      try await showResult(call, refusal)
    }
  }

  private func showResult(
    _ call: Call, _ refusal: Refusal? = nil, isDone: Bool = false
  ) async throws -> Response {
    let (id, thread) = (try call.id() as ID<Patient>, try call.id("result") as ID<DiagnosticReport>)
    let now = site.clinic.clock()
    let (visit, (found, name)) = try await site.clinic.ask(
      call.visitor, site.clinic.result(thread, of: id, by: call.visitor, at: now), .named(id))
    guard let history = found else { return try await site.leadIn(call, id, isThere: name != nil) }
    guard let report = history.entries.first(where: { $0.superseded == nil }) ?? history.entries.first else {
      throw Refusal.unknown
    }
    let say = RecordSaying(formats: try site.formats(visit, call))
    let isCurrent = report.superseded == nil
    let content = ResultPage(
      head: say.head(history.head, at: now), result: say.result(report, of: id),
      release: say.release(report), seen: report.seenBy, here: Path.result(thread, of: id),
      version: report.id.description, mayReview: isCurrent && report.seen == nil,
      mayRelease: isCurrent && report.released == nil && report.status.isFinal, mayWithdraw: isCurrent,
      change: isCurrent ? "\(Path.record(id, .results))?entry=\(thread)" : nil,
      earlier: history.entries.filter { $0.id != report.id }.map { say.result($0, of: id) },
      notice: refusal?.problems.first.map { say.words[$0.message, $0.values] }, isDone: isDone)
    return site.show(
      content, page, call, visit, at: .records, status: refusal?.status ?? .ok,
      from: Path.result(thread, of: id))
  }
}
