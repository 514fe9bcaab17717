import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The clinic's questions before a visit: answered by its patient, at once or in several goes.
struct IntakeRoutes: Sendable {
  let site: Site
  let page: Template<IntakePage>
  let deskPage: Template<DeskIntakePage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(IntakePage.self)
    deskPage = try site.library.template(DeskIntakePage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/appointments/:id/questionnaire", .may(.seeOwnRecord), .ownRecord, "intake", look),
      site.route(
        .post, "/appointments/:id/questionnaire", .may(.seeOwnRecord), .ownRecord, "intake.answer", answer),
      site.route(
        .post, "/appointments/:id/questionnaire/draft", .may(.seeOwnRecord), .ownRecord, "intake.draft", draft
      ),
      site.route(
        .get, "/desk/visits/:id/questionnaire", .may(.keepFrontDesk), .frontDesk, "desk.intake", lookAtDesk),
    ]
  }

  /// Forty answers of the longest kind, in a script of three bytes a letter, as browsers encode them.
  static var limits: FormLimits {
    var limits = FormLimits()
    limits.bytes = 1 << 20
    return limits
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(call, isSaved: try call.query()["saved"] == "1")
  }

  @Sendable func answer(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    let form = try await Form.read(from: call.request, limits: Self.limits)
    return try await call.submit(form) { form in
      let isSent = form["act"] != "save"
      try await site.clinic.answer(id, try Answering(form, isSent: isSent), by: call.visitor)
      return site.redirect(
        call, to: isSent ? "\(Path.appointment(id))?answered=1" : "\(Path.visit(id, "questionnaire"))?saved=1"
      )
    } showAgain: { form, refusal in
      try await show(call, refusal, typed: form)
    }
  }

  /// What was typed so far, by the script of the page, which says itself whether it was kept.
  @Sendable func draft(_ call: Call) async throws -> Response {
    let form = try await call.form(Self.limits)
    guard let answering = try? Answering(form, isSent: false) else {
      // A form of nobody's, whoever sends it: the door speaks first.
      _ = try await site.clinic.ask(call.visitor, .nothing)
      throw Refusal.unknown
    }
    do {
      try await site.clinic.answer(try call.id(), answering, by: call.visitor)
    } catch let refusal as Refusal where refusal.isCorrectable {
      return Response(status: refusal.status)
    }
    return Response(status: .noContent)
  }

  private func show(
    _ call: Call, _ refusal: Refusal? = nil, typed: Form? = nil, isSaved: Bool = false
  ) async throws -> Response {
    let (id, now) = (try call.id() as ID<Appointment>, site.clinic.clock())
    let (visit, (intake, own)) = try await site.clinic.ask(
      call.visitor, .myIntake(id, at: now), .ownAccount)
    guard let intake, intake.questionnaire != nil else { throw Refusal.unknown }
    let clocks = try site.clocks(visit, call, own)
    let shown = IntakePage(
      intake, try site.clinic.answers(of: intake, at: visit), typed, refusal, page: site.clinic.newKey(),
      isSaved: isSaved, at: now, clocks.clinic)
    return site.show(
      shown, page, call, visit, at: .dashboard, status: refusal?.status ?? .ok,
      from: Path.visit(id, "questionnaire"))
  }

  @Sendable func lookAtDesk(_ call: Call) async throws -> Response {
    let (id, now) = (try call.id() as ID<Appointment>, site.clinic.clock())
    let (visit, intake) = try await site.clinic.ask(
      call.visitor, .intakeAtDesk(id, by: call.visitor, at: now))
    guard let intake else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let shown = DeskIntakePage(
      patient: intake.patientName, service: intake.service,
      when: formats.longInstant(intake.during.lowerBound),
      answers: AnswersView(intake, try site.clinic.answers(of: intake, at: visit), formats),
      visit: Path.deskVisit(id))
    return site.show(shown, deskPage, call, visit, at: .desk)
  }
}

extension Answering {
  /// - Throws: `Refusal.invalid` for a form that is none of ours.
  init(_ form: Form, isSent: Bool) throws(Refusal) {
    guard let page = UUID(uuidString: form["page"]), let saving = Int(form["saving"]),
      (0...1_000_000).contains(saving)
    else { throw .invalid([Problem("", "problem.stale")]) }
    let reader = FieldReader(form)
    try reader.finish()
    self.init(Answers(form.answers), page: page, saving: saving, isSent: isSent)
  }
}

extension Form {
  /// Of the controls `q1`, `q2`.
  fileprivate var answers: [Int: String] {
    Dictionary(
      fields.compactMap { field in
        guard field.name.hasPrefix("q"), let number = Int(field.name.dropFirst()) else { return nil }
        return (number, field.value)
      }
    ) { first, _ in first }
  }
}

extension IntakePage {
  fileprivate init(
    _ intake: Intake, _ answers: Answers, _ typed: Form?, _ refusal: Refusal?, page: UUID, isSaved: Bool,
    at now: Date, _ formats: Formats
  ) {
    let shown = ShownForm(typed ?? Form(), refusal?.problems ?? [], formats.words)
    let items = intake.questionnaire?.items ?? []
    let isOpen = intake.isOpen(at: now)
    let form = typed?.answers
    self.init(
      service: intake.service, doctor: intake.practitionerName,
      when: formats.longInstantInZone(intake.during.lowerBound),
      child: intake.isOwn ? nil : intake.patientName,
      questions: !isOpen
        ? []
        : items.map { item in
          QuestionView(
            item, (form ?? answers.texts)[item.linkID] ?? "", among: items,
            problem: shown.problem(item.field),
            formats.words)
        },
      action: Path.visit(intake.appointment, "questionnaire"), page: page.uuidString.lowercased(), saving: 1,
      state: AnswersView(intake, answers, formats).state,
      wasSent: intake.response.map { $0.state != .inProgress } ?? false, isSaved: isSaved,
      answers: isOpen ? nil : AnswersView(intake, answers, formats),
      appointment: Path.appointment(intake.appointment),
      notice: shown.problem(""))
  }
}

extension QuestionView {
  fileprivate init(
    _ item: Questionnaire.Item, _ value: String, among items: [Questionnaire.Item], problem: String?,
    _ words: Words
  ) {
    let before = item.condition.flatMap { condition in items.first { $0.linkID == condition.question } }
    let kind: Kind =
      switch item.kind {
      case .string: .line
      case .text: .lines
      case .choice, .boolean: .choice
      case .integer: .number
      case .decimal, .quantity: .decimal
      case .date: .date
      }
    self.init(
      name: item.field, text: item.text, kind: kind, isRequired: item.isRequired, value: value,
      unit: item.unit,
      choices: item.answers(words).map { Choice($0.value, $0.text, chosen: $0.value == value) },
      limit: item.longest,
      condition: before.flatMap { before in
        item.condition.map { condition in
          words[
            "intake.only-if",
            [
              "answer": before.answers(words).first { $0.value == condition.answer }?.text
                ?? condition.answer,
              "question": before.text,
            ]]
        }
      },
      dependsOn: before?.field, expected: item.condition?.answer, problem: problem)
  }

  /// What this file asks of the catalogues.
  static let keys =
    ["intake.only-if"]
    + Questionnaire.Item.Kind.allCases.map { "problem.answer-\($0.rawValue)" }
}

extension Questionnaire.Item {
  /// Those to choose among; none where it is typed.
  fileprivate func answers(_ words: Words) -> [(value: String, text: String)] {
    switch kind {
    case .boolean: ["yes", "no"].map { ($0, words["intake.\($0)"]) }
    case .choice: options.map { ($0, $0) }
    default: []
    }
  }
}

/// `GET /desk/visits/:id/questionnaire`: what was answered, for the front desk.
struct DeskIntakePage: Page {
  let patient: String
  let service: String
  let when: String
  let answers: AnswersView
  let visit: String

  static let template = "intake/desk"

  var fields: Fields {
    [
      "patient": .text(patient), "service": .text(service), "when": .text(when), "answers": .view(answers),
      "visitHref": .text(visit),
    ]
  }

  static let samples = AnswersView.samples.map {
    DeskIntakePage(
      patient: "Paul Moreau", service: "Diet counselling", when: "Tuesday 24 November 2026, 09:20",
      answers: $0,
      visit: "/desk/visits/1")
  }
}
