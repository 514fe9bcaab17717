import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Many visits at once, chosen out of the list of all: cancelled, or moved. What would become of each is shown first.
struct ManyVisitsRoutes: Sendable {
  let site: Site
  let cancellationPage: Template<ManyCancellationPage>
  let movePage: Template<ManyMovePage>

  init(site: Site) throws {
    self.site = site
    cancellationPage = try site.library.template(ManyCancellationPage.self)
    movePage = try site.library.template(ManyMovePage.self)
  }

  /// What is done with those that are chosen; the list's form leads to each.
  static let nouns = ["cancellation", "move"]

  var routes: [Route<Admission>] {
    func route(
      _ method: HTTPRequest.Method, _ path: String, _ name: String,
      _ handle: @escaping @Sendable (Call) async throws -> Response
    ) -> Route<Admission> {
      site.route(method, Path.visits + path, .may(.listVisits), .administration, "visits.\(name)", handle)
    }
    return [
      route(.get, "/cancellation", "cancellation") { call in
        try await showCancellation(
          try Form.query(of: call.request, repeating: ManyVisitsForm.repeating), call)
      },
      route(.get, "/move", "move") { call in
        try await showMove(try Form.query(of: call.request, repeating: ManyVisitsForm.repeating), call)
      },
      route(.post, "/cancellation", "cancellation.choose") { call in try await choose("cancellation", call) },
      route(.post, "/move", "move.choose") { call in try await choose("move", call) },
      route(.post, "/cancellations", "cancel", cancel),
      route(.post, "/moves", "move.create", move),
    ]
  }

  /// From the list's form to the page that shows what would become of them, whose address can be loaded again.
  private func choose(_ noun: String, _ call: Call) async throws -> Response {
    _ = try await site.clinic.ask(call.visitor, .nothing)
    let form = try await call.form(repeating: ManyVisitsForm.repeating)
    let chosen = ManyVisitsForm(form: form)
    var query = chosen.ids.map { (name: "id", value: $0.description) }
    if !form["view"].isEmpty { query.append(("view", form["view"])) }
    return site.redirect(call, to: Table.address("\(Path.visits)/\(noun)", query))
  }

  @Sendable func cancel(_ call: Call) async throws -> Response {
    let form = try await Form.read(from: call.request, repeating: ManyVisitsForm.repeating)
    return try await call.submit(form) { form in
      let chosen = ManyVisitsForm(form: form)
      var fields = FieldReader(form)
      let reason = fields.text("reason", atMost: 500, lines: true)
      try fields.finish()
      let done = try await site.clinic.cancel(
        try chosen.seen, because: reason, isWhole: chosen.isWhole, by: call.visitor)
      return site.redirect(call, to: chosen.back(done: "cancelled", done.count))
    } showAgain: { form, refusal in
      try await showCancellation(form, call, refusal)
    }
  }

  @Sendable func move(_ call: Call) async throws -> Response {
    let form = try await Form.read(from: call.request, repeating: ManyVisitsForm.repeating)
    return try await call.submit(form) { form in
      let chosen = ManyVisitsForm(form: form)
      let (target, problems) = chosen.target()
      guard let target else {
        throw Refusal.invalid(problems.isEmpty ? [Problem("days", "problem.move-where")] : problems)
      }
      let count = try await site.clinic.move(
        try chosen.seen, to: target, isWhole: chosen.isWhole, by: call.visitor)
      return site.redirect(call, to: chosen.back(done: "moved", count))
    } showAgain: { form, refusal in
      try await showMove(form, call, refusal)
    }
  }

  private func showCancellation(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws
    -> Response
  {
    let chosen = ManyVisitsForm(form: form)
    let (visit, visits) = try await site.clinic.ask(
      call.visitor, .chosenVisits(chosen.ids, by: call.visitor, at: site.clinic.clock()))
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let page = ManyCancellationPage(
      visits: visits.map { ManyVisitRow(cancelling: $0, formats, at: visit.now) },
      reason: shown.field("reason", label: "many.reason"), isWhole: chosen.isWhole, back: chosen.back,
      view: form["view"], notice: refusal?.notice(formats.words))
    return site.show(
      page, cancellationPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.visits)
  }

  private func showMove(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let chosen = ManyVisitsForm(form: form)
    let now = site.clinic.clock()
    let (target, problems) = chosen.target()
    let (visit, (matter, doctors, names)) = try await site.clinic.ask(
      call.visitor, .moveMatter(chosen.ids, to: target?.practitioner, by: call.visitor, at: now), .staff,
      .resourceNames)
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(form, (refusal?.problems ?? []) + problems, words)
    let plan = matter.plan(target ?? MoveTarget(), zone: formats.zone, at: now)
    let page = ManyMovePage(
      visits: plan.steps.sorted { $0.visit.during.lowerBound < $1.visit.during.lowerBound }.map {
        ManyVisitRow($0, isPlanned: target != nil, HindranceWords(formats: formats, names: names), formats)
      },
      days: shown.field("days", label: "many.days"), minutes: shown.field("minutes", label: "many.minutes"),
      day: shown.field("day", label: "many.day"),
      doctor: shown.choices(
        "doctor", [("", words["many.same-doctor"])] + doctors.filter(\.active).map { ("\($0.id)", $0.name) },
        label: "many.doctor"),
      isPlanned: target != nil, isWhole: chosen.isWhole, back: chosen.back, view: form["view"],
      notice: refusal?.notice(words))
    return site.show(
      page, movePage, call, visit, at: .admin,
      status: refusal?.status ?? (problems.isEmpty ? .ok : .unprocessableContent), from: Path.visits)
  }

  /// What this file asks of the catalogue.
  static let keys =
    [
      "reason", "days", "minutes", "day", "doctor", "same-doctor", "unread", "stays", "elsewhere",
      "not-given", "taken",
    ]
    .map { "many.\($0)" } + ["problem.none-chosen", "problem.move-where", "problem.day-or-days"]
}

extension ManyVisitsForm {
  fileprivate func back(done: String, _ count: Int) -> String {
    let query = (try? form.view) ?? []
    return Table.appointments.address(
      TableView(query, of: .appointments), [("done", done), ("n", String(count))])
  }
}

extension Refusal {
  /// What concerns no field, in words.
  fileprivate func notice(_ words: Words) -> String? {
    if self == .conflict(.timeTaken) { return words["many.taken"] }
    return problems.first { $0.field.isEmpty }.map { words[$0.message, $0.values] }
  }
}

extension ManyVisitRow {
  init(cancelling visit: DeskVisit, _ formats: Formats, at now: Date) {
    let words = formats.words
    let refusal = visit.refusal(of: .cancel, at: now)
    self.init(
      id: "\(visit.id)", seen: SeenVisit(visit.id, sequence: visit.sequence).text, patient: visit.patientName,
      when: formats.shortInstant(visit.during.lowerBound), doctor: visit.practitionerName,
      service: visit.serviceName,
      canBe: refusal == nil,
      reasons: (refusal?.problems ?? []).map { Line(words[$0.message, $0.values]) },
      hint: refusal == nil && visit.letters.isEmpty ? words["many.unread"] : nil)
  }

  init(_ step: MovePlan.Step, isPlanned: Bool, _ hindrances: HindranceWords, _ formats: Formats) {
    let (visit, words) = (step.visit, formats.words)
    let reasons: [String] =
      switch step.outcome {
      case .possible, .stays: []
      case .otherState: [words["problem.other-state"]]
      case .notGiven: [words["many.not-given"]]
      case .patientElsewhere: [words["many.elsewhere"]]
      case .hindered(let found): hindrances.reasons(found).map(\.text)
      }
    var stays = false
    if case .stays = step.outcome { stays = true }
    self.init(
      id: "\(visit.id)", seen: SeenVisit(visit.id, sequence: visit.sequence).text, patient: visit.patientName,
      when: formats.shortInstant(visit.during.lowerBound), doctor: visit.practitionerName,
      service: visit.serviceName,
      canBe: step.canBe, then: isPlanned && step.canBe ? step.start.map(formats.shortInstant) : nil,
      reasons: isPlanned ? reasons.map(Line.init) : [], hint: isPlanned && stays ? words["many.stays"] : nil)
  }
}
