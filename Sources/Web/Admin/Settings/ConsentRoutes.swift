import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What patients consent to: administrators publish versions, everybody can read them.
struct ConsentRoutes: Sendable {
  let site: Site
  let listPage: Template<ConsentsPage>
  let formPage: Template<NewConsentPage>
  let textPage: Template<ConsentPage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(ConsentsPage.self)
    formPage = try site.library.template(NewConsentPage.self)
    textPage = try site.library.template(ConsentPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, Path.consents, .may(.setRules), .administration, "admin.consents", list),
      site.route(.get, "\(Path.consents)/new", .may(.setRules), .administration, "admin.consent.new", new),
      site.route(.post, Path.consents, .may(.setRules), .administration, "admin.consent.publish", publish),
      site.route(.get, "/consents/:id", .anyone, .publicInformation, "consent", text),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let isPublished = try call.query()["published"] == "1"
    let (visit, texts) = try await site.clinic.ask(call.visitor, .consentTexts)
    let formats = try site.formats(visit, call)
    let page = ConsentsPage(rows: texts.map { ConsentRow($0, formats) }, isPublished: isPublished)
    return site.show(page, listPage, call, visit, at: .admin)
  }

  /// - Parameter after: the version that the new one begins from, if there is one.
  @Sendable func new(_ call: Call) async throws -> Response {
    let after = ID<ConsentText>(try call.query()["after"])
    let (visit, text) = try await site.clinic.ask(call.visitor, .consentText(after))
    let form = Form(filledWith: [
      ("name", text?.name ?? ""), ("pageLanguage", text?.language ?? visit.tenant.language),
      ("text", text?.text ?? ""), ("telehealth", text?.isForTelehealth == true ? "1" : ""),
    ])
    return show(form, visit, call, after: String(text?.version ?? 0))
  }

  @Sendable func publish(_ call: Call) async throws -> Response {
    try await call.submit { form in
      var fields = FieldReader(form)
      guard let id = ID<ConsentText>(form["key"]) else {
        throw Refusal.invalid([Problem("", "problem.stale")])
      }
      let language = form["pageLanguage"]
      if !LetterText.languages.contains(language) { fields.refuse("pageLanguage", "problem.choose") }
      let new = NewConsentText(
        name: fields.text("name", atMost: ConsentText.longestName), language: language,
        after: Int(form["after"]) ?? 0,
        text: fields.text("text", atMost: ConsentText.longestText, lines: true),
        isForTelehealth: form["telehealth"] == "1")
      try fields.finish()
      try await site.clinic.publish(new, id, by: call.visitor)
      return site.redirect(call, to: "\(Path.consents)?published=1")
    } showAgain: { form, refusal in
      let (visit, texts) = try await site.clinic.ask(call.visitor, .consentTexts)
      let theirs =
        refusal != .conflict(.entryChanged)
        ? nil : texts.first { $0.name == form["name"].trimmed && $0.language == form["pageLanguage"] }
      return show(
        form, visit, call, after: theirs.map { String($0.version) } ?? form["after"], refusal,
        theirs: theirs?.text)
    }
  }

  @Sendable func text(_ call: Call) async throws -> Response {
    let id: ID<ConsentText> = try call.id()
    let (visit, versions) = try await site.clinic.ask(call.visitor, .versions(of: id))
    guard let text = versions.first(where: { $0.id == id }) else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let page = ConsentPage(
      name: text.name, language: text.language, text: text.text,
      version: formats.words[
        "consents.version", ["version": String(text.version), "at": formats.longDay(formats.day(text.at))]],
      isCurrent: text.version == versions.first?.version,
      versions: versions.filter { $0.id != id }.map { other in
        Link(
          text: formats.words[
            "consents.version",
            ["version": String(other.version), "at": formats.longDay(formats.day(other.at))]],
          href: Path.consent(other.id))
      })
    return site.show(page, textPage, call, visit)
  }

  private func show(
    _ form: Form, _ visit: Visit, _ call: Call, after: String, _ refusal: Refusal? = nil,
    theirs: String? = nil
  ) -> Response {
    let shown = ShownForm(form, refusal?.problems ?? [], site.words(visit, call))
    let page = NewConsentPage(
      name: shown.field("name", label: "label.consentName"),
      text: shown.field("text", label: "label.consentText"),
      languages: shown.choices(
        "pageLanguage",
        LetterText.languages.map { (id: $0, name: LanguageLink.ownName(of: Language(code: $0))) }),
      after: after,
      key: refusal == .conflict(.alreadyDone) || form["key"].isEmpty
        ? site.clinic.newKey().uuidString.lowercased() : form["key"],
      isForTelehealth: form["telehealth"] == "1", theirs: theirs, notice: shown.problem(""))
    return site.show(
      page, formPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: "\(Path.consents)/new")
  }
}

extension ConsentRow {
  fileprivate init(_ text: ConsentText, _ formats: Formats) {
    self.init(
      name: text.name, language: LanguageLink.ownName(of: Language(code: text.language)),
      version: formats.words[
        "consents.by",
        ["version": String(text.version), "name": text.author, "at": formats.longInstant(text.at)]],
      isForTelehealth: text.isForTelehealth, href: Path.consent(text.id),
      newHref: "\(Path.consents)/new?after=\(text.id)")
  }
}

extension Path {
  static let consents = "/admin/consents"
  static func consent(_ id: ID<ConsentText>) -> String { "/consents/\(id)" }
}
