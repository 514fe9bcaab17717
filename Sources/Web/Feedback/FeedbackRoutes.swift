import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What people say of these pages: said by anybody, read and answered by who may.
struct FeedbackRoutes: Sendable {
  let site: Site
  let page: Template<FeedbackPage>
  let listPage: Template<FeedbackListPage>
  let casePage: Template<FeedbackCasePage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(FeedbackPage.self)
    listPage = try site.library.template(FeedbackListPage.self)
    casePage = try site.library.template(FeedbackCasePage.self)
  }

  var routes: [Route<Admission>] {
    let (staff, one) = (Access.may(.answerFeedback), "\(Path.feedbackList)/:id")
    return [
      site.route(.get, Path.feedback, .anyone, .publicInformation, "feedback.new") { call in
        let query = try call.query()
        return try await show(Form(filledWith: [("from", query["from"])]), call, isSent: query["sent"] == "1")
      },
      site.route(.post, Path.feedback, .anyone, .publicInformation, "feedback.create", give),
      site.route(.get, Path.feedbackList, staff, .administration, "feedback.list", list),
      site.route(.get, one, staff, .administration, "feedback") { call in
        try await showCase(call, done: try call.query()["done"])
      },
      site.route(.post, "\(one)/taking", staff, .administration, "feedback.take") { call in
        try await act("taken", call) { id, _ in try await site.clinic.take(id, by: call.visitor) }
      },
      site.route(.post, "\(one)/answer", staff, .administration, "feedback.answer") { call in
        try await act("answered", call) { id, form in
          var fields = FieldReader(form)
          let text = fields.text("answer", atMost: Feedback.longest, lines: true)
          try fields.finish()
          try await site.clinic.answer(id, text, by: call.visitor)
        }
      },
      site.route(.post, "\(one)/closure", staff, .administration, "feedback.close") { call in
        try await act("closed", call) { id, _ in try await site.clinic.close(id, by: call.visitor) }
      },
    ]
  }

  @Sendable func give(_ call: Call) async throws -> Response {
    try await call.submit { form in
      var fields = FieldReader(form)
      let kind = fields.choice("kind", Feedback.Kind.self)
      let text = fields.text("text", atMost: Feedback.longest, lines: true)
      try fields.finish()
      guard let kind else { throw Refusal.invalid(fields.problems) }
      guard let id = ID<Feedback>(form["key"]) else { throw Refusal.staleForm }
      try await site.clinic.give(
        NewFeedback(kind: kind, text: text, page: form["from"], wantsAnswer: form["answer"] == "yes"), id,
        by: call.visitor)
      return site.redirect(call, to: "\(Path.feedback)?sent=1")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  private func show(
    _ form: Form, _ call: Call, _ refusal: Refusal? = nil, isSent: Bool = false
  ) async throws -> Response {
    let (visit, own) = try await site.clinic.ask(call.visitor, .ownAccount)
    let words = site.words(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let content = FeedbackPage(
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      from: NewFeedback(kind: .idea, text: "", page: form["from"], wantsAnswer: false).page,
      kind: shown.choices(
        "kind", Feedback.Kind.allCases.map { ($0.rawValue, words["feedback.\($0.rawValue)"]) },
        label: "feedback.kind"),
      text: shown.field("text", label: "feedback.text"),
      email: visit.account?.stage == .full ? own?.email : nil, wantsAnswer: form["answer"] == "yes",
      isSent: isSent, notice: shown.problem(""))
    return site.show(
      content, page, call, visit, status: refusal?.status ?? .ok, from: Path.feedback)
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let query = try call.query()
    let state = Feedback.State(rawValue: query["state"]) ?? .open
    let (visit, found) = try await site.clinic.ask(
      call.visitor, .feedback(state, after: ID<Feedback>(query["after"])))
    let formats = try site.formats(visit, call)
    let shown = found.prefix(Feedback.pageSize)
    let content = FeedbackListPage(
      states: Feedback.State.allCases.map {
        FeedbackState(
          text: formats.words["feedback.state-\($0.rawValue)"], href: Path.feedback(in: $0),
          isCurrent: $0 == state)
      },
      rows: shown.map { FeedbackRow($0, formats) },
      older: found.count > shown.count ? shown.last.map { "\(Path.feedback(in: state))&after=\($0.id)" } : nil
    )
    return site.show(content, listPage, call, visit, at: .admin)
  }

  private func act(
    _ done: String, _ call: Call, _ work: (ID<Feedback>, Form) async throws -> Void
  ) async throws -> Response {
    let id: ID<Feedback> = try call.id()
    return try await call.submit { form in
      try await work(id, form)
      return site.redirect(call, to: "\(Path.feedback(id))?done=\(done)")
    } showAgain: { form, refusal in
      try await showCase(call, form, refusal)
    }
  }

  private func showCase(
    _ call: Call, _ form: Form = Form(), _ refusal: Refusal? = nil, done: String = ""
  ) async throws -> Response {
    let id: ID<Feedback> = try call.id()
    let (visit, found) = try await site.clinic.ask(call.visitor, .feedback(id))
    guard let feedback = found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let isOpen = feedback.state == .open
    let content = FeedbackCasePage(
      row: FeedbackRow(feedback, formats), text: feedback.text, page: feedback.page,
      state: words["feedback.state-\(feedback.state.rawValue)"], here: Path.feedback(id),
      mayTake: isOpen && feedback.takenBy == nil, mayAnswer: isOpen && feedback.wantsAnswer,
      mayClose: feedback.state != .closed, answered: feedback.answer.isEmpty ? nil : feedback.answer,
      answer: shown.field("answer", label: "feedback.answer"),
      done: Self.done.contains(done) ? words["feedback.done-\(done)"] : nil, notice: shown.problem(""))
    return site.show(
      content, casePage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.feedback(id))
  }

  private static let done = ["taken", "answered", "closed"]

  /// What this file asks of the catalogue: of everybody, and of who answers.
  static let publicKeys =
    ["feedback.kind", "feedback.text"] + Feedback.Kind.allCases.map { "feedback.\($0.rawValue)" }
  static let keys =
    done.map { "feedback.done-\($0)" } + ["feedback.answer", "feedback.visitor"]
    + Feedback.State.allCases.map { "feedback.state-\($0.rawValue)" }
}

extension FeedbackRow {
  init(_ feedback: Feedback, _ formats: Formats) {
    let words = formats.words
    let role = feedback.role.map { " (\(words["role.\($0.rawValue)"]))" } ?? ""
    let tones: [Feedback.Kind: Badge.Tone] = [.problem: .warn, .praise: .good]
    self.init(
      kind: Badge(words["feedback.\(feedback.kind.rawValue)"], tones[feedback.kind] ?? .quiet),
      text: feedback.text.count > 140 ? feedback.text.prefix(139) + "…" : feedback.text,
      href: Path.feedback(feedback.id), who: feedback.name.map { $0 + role } ?? words["feedback.visitor"],
      when: formats.longInstant(feedback.at), takenBy: feedback.takenBy)
  }
}

extension Path {
  static let feedback = "/feedback"
  static let feedbackList = "/admin/feedback"
  static func feedback(_ id: ID<Feedback>) -> String { "\(feedbackList)/\(id)" }
  static func feedback(in state: Feedback.State) -> String { "\(feedbackList)?state=\(state.rawValue)" }
}
