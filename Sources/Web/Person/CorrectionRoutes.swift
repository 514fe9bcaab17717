import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Another birth date, or something else that is wrong: said by the patient or a parent, decided by the clinic.
struct CorrectionRoutes: Sendable {
  let site: Site
  let page: Template<CorrectionPage>
  let listPage: Template<CorrectionsPage>
  let doubtPage: Template<DoubtPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(CorrectionPage.self)
    listPage = try site.library.template(CorrectionsPage.self)
    doubtPage = try site.library.template(DoubtPage.self)
  }

  var routes: [Route<Admission>] {
    let (own, one) = (Access.may(.seeOwnRecord), "\(Path.person)/:id/correction")
    let staff = Access.may(.keepPatients)
    return [
      site.route(.get, one, own, .ownRecord, "own-person.correction") { call in try await show(Form(), call)
      },
      site.route(.post, one, own, .ownRecord, "own-person.correction.create", ask),
      site.route(.get, "\(Path.person)/:id/doubt", own, .ownRecord, "own-person.doubt") { call in
        try await showDoubt(Form(), call)
      },
      site.route(.post, "\(Path.person)/:id/doubt", own, .ownRecord, "own-person.doubt.create", doubt),
      site.route(.get, Path.corrections, staff, .frontDesk, "corrections") { call in
        try await list(call, done: try call.query()["done"])
      },
      site.route(.post, "\(Path.corrections)/:id/decision", staff, .frontDesk, "correction.decide", decide),
    ]
  }

  @Sendable func ask(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { form in
      let today = Day(utc: site.clinic.clock())
      var fields = FieldReader(form)
      let birth = fields.day("birth", in: today.adding(days: -130 * 366)...today)
      let note = fields.text("note", atMost: PatientCorrection.longestNote, required: false, lines: true)
      try fields.finish()
      guard let birth else { throw Refusal.invalid(fields.problems) }
      try await site.clinic.askCorrection(of: id, to: birth, note: note, by: call.visitor)
      return site.redirect(call, to: "\(Path.person)/\(id)?saved=1")
    } showAgain: { form, refusal in
      try await show(form, call, refusal)
    }
  }

  private func show(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<Patient>, site.clinic.clock())
    let (visit, (name, birth, before)) = try await site.clinic.ask(
      call.visitor, site.clinic.section(NameSection.self, of: id, by: call.visitor, at: now),
      site.clinic.section(BirthSection.self, of: id, by: call.visitor, at: now),
      .latestCorrection(of: id, by: call.visitor, at: now))
    guard let name, let birth else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let path = "\(Path.person)/\(id)"
    let content = CorrectionPage(
      name: name.fullName, back: Link(text: name.fullName, href: path), action: "\(path)/correction",
      stored: formats.date(birth.birthDate), birth: shown.date("birth"),
      note: shown.field("note", label: "person.correction-note"), before: before.flatMap { formats.told($0) },
      notice: shown.problem(""))
    return site.show(
      content, page, call, visit, at: .account, status: refusal?.status ?? .ok, from: "\(path)/correction")
  }

  @Sendable func doubt(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { form in
      var fields = FieldReader(form)
      let about = fields.choice("about", PatientCorrection.About.self)
      let note = fields.text("note", atMost: PatientCorrection.longestDoubt, lines: true)
      try fields.finish()
      guard let about else { throw Refusal.invalid(fields.problems) }
      try await site.clinic.doubt(about, of: id, note: note, by: call.visitor)
      return site.redirect(call, to: "\(Path.person)/\(id)/doubt?done=1")
    } showAgain: { form, refusal in
      try await showDoubt(form, call, refusal)
    }
  }

  private func showDoubt(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<Patient>, site.clinic.clock())
    let isDone = try refusal == nil && call.query()["done"] == "1"
    let (visit, (name, before)) = try await site.clinic.ask(
      call.visitor, site.clinic.section(NameSection.self, of: id, by: call.visitor, at: now),
      .doubts(of: id, by: call.visitor, at: now))
    guard let name else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let path = "\(Path.person)/\(id)"
    let content = DoubtPage(
      name: name.fullName, back: Link(text: name.fullName, href: path), action: "\(path)/doubt",
      about: shown.choices(
        "about", PatientCorrection.About.allCases.map { ($0.rawValue, words["doubt.\($0.rawValue)"]) },
        label: "doubt.about"),
      note: shown.field("note", label: "doubt.words"),
      before: before.map { one in
        Line(
          words[
            "doubt.told",
            [
              "about": words["doubt.\(one.about?.rawValue ?? "other")"],
              "when": formats.longInstant(one.askedAt), "state": words["doubt.state.\(one.state.rawValue)"],
              "answer": one.answer,
            ]])
      }, done: isDone ? words["doubt.done"] : nil, notice: shown.problem(""))
    return site.show(
      content, doubtPage, call, visit, at: .account, status: refusal?.status ?? .ok, from: "\(path)/doubt")
  }

  /// A refusal of the wish has to be explained, and so has every answer about an entry.
  @Sendable func decide(_ call: Call) async throws -> Response {
    let id: ID<PatientCorrection> = try call.id()
    return try await call.submit { form in
      let accepts = form["decision"] == "accept"
      var fields = FieldReader(form)
      let answer = fields.text(
        "answer", atMost: PatientCorrection.longestNote, required: !accepts || form["seen"].isEmpty,
        lines: true)
      try fields.finish()
      try await site.clinic.decide(id, accepts: accepts, seen: form["seen"], answer: answer, by: call.visitor)
      let done = form["seen"].isEmpty ? "answered" : accepts ? "accepted" : "declined"
      return site.redirect(call, to: "\(Path.corrections)?done=\(done)")
    } showAgain: { form, refusal in
      try await list(call, (id, form, refusal))
    }
  }

  private func list(
    _ call: Call, _ refused: (id: ID<PatientCorrection>, form: Form, refusal: Refusal)? = nil,
    done: String = ""
  ) async throws -> Response {
    let (visit, open) = try await site.clinic.ask(
      call.visitor, .openCorrections(by: call.visitor, at: site.clinic.clock()))
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(refused?.form ?? Form(), refused?.refusal.problems ?? [], words)
    let content = CorrectionsPage(
      rows: open.map { one in
        let isRefused = one.id == refused?.id
        return CorrectionRow(
          name: one.name, number: one.number, href: Path.person(one.patient),
          stored: formats.date(one.stored),
          wanted: one.wanted.map { formats.date($0) }, about: one.about.map { words["doubt.\($0.rawValue)"] },
          note: one.note, asked: formats.longInstant(one.askedAt),
          action: "\(Path.corrections)/\(one.id)/decision", seen: one.wanted?.description ?? "",
          answer: Field(
            "answer-\(one.id)", isRefused ? shown.form["answer"] : "",
            label: words.list([words["corrections.answer"], one.name]),
            problem: isRefused ? shown.problem("answer") : nil))
      },
      done: Self.done.contains(done) ? words["corrections.\(done)"] : nil, notice: shown.problem(""))
    return site.show(
      content, listPage, call, visit, at: .desk, status: refused?.refusal.status ?? .ok,
      from: Path.corrections)
  }

  private static let done = ["accepted", "declined", "answered"]

  /// What this file asks of the catalogue, in English.
  static let keys =
    done.map { "corrections.\($0)" } + PatientCorrection.About.allCases.map { "doubt.\($0.rawValue)" }
    + PatientCorrection.State.allCases.map { "doubt.state.\($0.rawValue)" } + [
      "corrections.answer", "doubt.about", "doubt.words", "doubt.told", "doubt.done", "problem.doubts-enough",
    ]
}
