import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// How notes and letters begin: kept by administrators and by those who write them.
struct NoteTemplateRoutes: Sendable {
  let site: Site
  let listPage: Template<NoteTemplatesPage>
  let page: Template<NoteTemplatePage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(NoteTemplatesPage.self)
    page = try site.library.template(NoteTemplatePage.self)
  }

  var routes: [Route<Admission>] {
    let access = Access.may(.keepTemplates)
    return [
      site.route(.get, Path.noteTemplates, access, .administration, "note-templates", list),
      site.route(.get, "/note-templates/new", access, .administration, "note-template.new") { call in
        try await show(nil, call, nil)
      },
      site.route(.post, Path.noteTemplates, access, .administration, "note-template.create", create),
      site.route(.get, "/note-templates/:id", access, .administration, "note-template") { call in
        try await show(try call.id(), call, nil)
      },
      site.route(.post, "/note-templates/:id", access, .administration, "note-template.change", change),
      site.route(
        .post, "/note-templates/:id/retirement", access, .administration, "note-template.retire", retire),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let (visit, templates) = try await site.clinic.ask(call.visitor, .noteTemplates)
    let words = site.words(visit, call)
    let shown = NoteTemplatesPage(
      templates: templates.map { one in
        NoteTemplateRow(
          title: one.title, href: Path.noteTemplate(one.id),
          what: [words["notes.kind.\(one.kind.rawValue)"], one.serviceName].compactMap(\.self)
            .joined(separator: " · "),
          sections: words.list(one.sections.map(\.title)),
          retired: one.isRetired ? Badge(words["templates.retired"], .quiet) : nil)
      })
    return site.show(shown, listPage, call, visit, at: .records)
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    try await call.submit { form in
      guard let id = ID<NoteTemplate>(form["key"]) else { throw Refusal.staleForm }
      try await site.clinic.keep(id, try form.noteTemplate(), over: nil, by: call.visitor)
      return site.redirect(call, to: "\(Path.noteTemplate(id))?saved=1")
    } showAgain: { form, refusal in
      try await show(nil, call, form, refusal)
    }
  }

  @Sendable func change(_ call: Call) async throws -> Response {
    let id: ID<NoteTemplate> = try call.id()
    return try await call.submit { form in
      guard let revision = Int(form["revision"]) else { throw Refusal.staleForm }
      try await site.clinic.keep(id, try form.noteTemplate(), over: revision, by: call.visitor)
      return site.redirect(call, to: "\(Path.noteTemplate(id))?saved=1")
    } showAgain: { form, refusal in
      try await show(id, call, form, refusal)
    }
  }

  @Sendable func retire(_ call: Call) async throws -> Response {
    let id: ID<NoteTemplate> = try call.id()
    return try await call.submit { form in
      try await site.clinic.retire(id, form["retired"] == "1", by: call.visitor)
      return site.redirect(call, to: Path.noteTemplates)
    } showAgain: { _, refusal in
      try await show(id, call, nil, refusal)
    }
  }

  private func show(
    _ id: ID<NoteTemplate>?, _ call: Call, _ typed: Form?, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let isSaved = try call.query()["saved"] == "1"
    let (visit, (found, services)) = try await site.clinic.ask(
      call.visitor, .noteTemplate(id), .servicesToChoose)
    if id != nil, found == nil { throw Refusal.unknown }
    let words = site.words(visit, call)
    let form = typed ?? found.map(Form.init) ?? Form()
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    func choices(_ name: String, _ all: [(String, String)]) -> ChoiceField {
      ChoiceField(
        name, all.map { Choice($0.0, $0.1, chosen: $0.0 == form[name]) }, label: words["templates.\(name)"],
        problem: shown.problem(name))
    }
    let isChanged = refusal == .conflict(.entryChanged)
    let content = NoteTemplatePage(
      heading: found?.title ?? words["templates.new"],
      action: id.map(Path.noteTemplate) ?? Path.noteTemplates,
      title: shown.field("title", label: "templates.name"),
      kind: choices(
        "kind", Composition.Kind.templated.map { ($0.rawValue, words["notes.kind.\($0.rawValue)"]) }),
      service: choices(
        "service", [("", words["templates.any-service"])] + services.map { ("\($0.id)", $0.name) }),
      release: choices(
        "release", ReleaseRule.Code.allCases.map { ($0.rawValue, words["notes.release.\($0.rawValue)"]) }),
      days: shown.field("days", label: "notes.days"),
      sections: (1...NoteSection.most - 1).map { number in
        TemplateSectionFields(
          number: number, title: shown.field("t\(number)", label: "templates.section"),
          prompt: shown.field("p\(number)", label: "templates.prompt"))
      },
      // Who is told that it was changed decides over what it is now.
      revision: found.map {
        isChanged ? String($0.revision) : typed?.value(of: "revision") ?? String($0.revision)
      },
      key: id == nil ? form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased() : nil,
      retirement: id.map { "\(Path.noteTemplate($0))/retirement" }, isRetired: found?.isRetired ?? false,
      isSaved: isSaved, notice: shown.problem(""))
    return site.show(
      content, page, call, visit, at: .records, status: refusal?.status ?? .ok,
      from: id.map(Path.noteTemplate) ?? "\(Path.noteTemplates)/new")
  }

  /// What this file asks of the catalogues.
  static let keys = [
    "templates.retired", "templates.new", "templates.name", "templates.any-service", "templates.kind",
    "templates.service", "templates.release", "templates.section", "templates.prompt",
    "problem.template-service",
  ]
}

extension Form {
  /// - Throws: `Refusal.invalid`.
  fileprivate func noteTemplate() throws(Refusal) -> NoteTemplateDraft {
    var fields = FieldReader(self)
    let title = fields.text("title", atMost: NoteTemplate.longestTitle)
    let kind = fields.choice("kind", Composition.Kind.self)
    if let kind, !Composition.Kind.templated.contains(kind) { fields.refuse("kind", "problem.choose") }
    let code = fields.choice("release", ReleaseRule.Code.self)
    if code == .afterDays, Int(self["days"].trimmed).map({ !ReleaseRule.days.contains($0) }) ?? true {
      fields.refuse("days", "problem.release-days")
    }
    let sections = (1...NoteSection.most - 1).compactMap { number -> NoteTemplate.Section? in
      let prompt = fields.text("p\(number)", atMost: NoteTemplate.longestPrompt, required: false)
      let title = fields.text("t\(number)", atMost: NoteTemplate.longestTitle, required: !prompt.isEmpty)
      return title.isEmpty ? nil : NoteTemplate.Section(title: title, prompt: prompt)
    }
    if sections.isEmpty { fields.refuse("t1", "problem.note-template-sections") }
    try fields.finish()
    guard let kind, let code else { throw .invalid(fields.problems) }
    return NoteTemplateDraft(
      kind, title: title, service: ID<HealthcareService>(self["service"]), sections: sections,
      rule: try ReleaseRule(code, days: Int(self["days"].trimmed)))
  }

  fileprivate init(_ template: NoteTemplate) {
    var fields: [(name: String, value: String)] = [
      ("title", template.title), ("kind", template.kind.rawValue),
      ("service", template.service?.description ?? ""), ("release", template.rule.code.rawValue),
      ("days", template.rule.number.map(String.init) ?? ""),
    ]
    for (index, section) in template.sections.enumerated() {
      fields += [("t\(index + 1)", section.title), ("p\(index + 1)", section.prompt)]
    }
    self.init(filledWith: fields)
  }
}
