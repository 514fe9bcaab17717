import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What the clinic adds to the letters that its patients get, with a look at the whole letter.
struct LetterTextRoutes: Sendable {
  let site: Site
  let letters: Letters
  let listPage: Template<LetterTextsPage>
  let page: Template<LetterTextPage>

  init(site: Site) throws {
    self.site = site
    letters = try Letters(library: site.library, zones: site.clinic.zones, origins: site.origins)
    listPage = try site.library.template(LetterTextsPage.self)
    page = try site.library.template(LetterTextPage.self)
  }

  var routes: [Route<Admission>] {
    let one = "\(Path.letterTexts)/:kind/:language"
    return [
      site.route(.get, Path.letterTexts, .may(.setRules), .administration, "admin.letter-texts", list),
      site.route(.get, one, .may(.setRules), .administration, "admin.letter-text", text),
      site.route(.post, one, .may(.setRules), .administration, "admin.letter-text.set", set),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let isSaved = try call.query()["saved"] == "1"
    let (visit, texts) = try await site.clinic.ask(call.visitor, .letterTexts)
    let words = site.words(visit, call)
    let page = LetterTextsPage(
      rows: LetterKind.withNote.map { kind in
        LetterTextRow(
          name: words["letter.\(kind.rawValue)"],
          links: visit.look.languages.map { language in
            let own = texts.first { $0.kind == kind && $0.language == language }
            return LetterTextLink(
              language: LanguageLink.ownName(of: Language(code: language)), start: own?.text ?? "",
              href: Path.letterText(kind, language))
          })
      }, isSaved: isSaved)
    return site.show(page, listPage, call, visit, at: .admin)
  }

  @Sendable func text(_ call: Call) async throws -> Response {
    try await show(call)
  }

  @Sendable func set(_ call: Call) async throws -> Response {
    // The door stands before what there is: nobody else learns which texts there are.
    _ = try await site.beforeReading(call) { try await site.clinic.ask(call.visitor, .nothing) }
    let (kind, language) = try call.letterText()
    return try await call.submit { form in
      if form["look"] == "yes" { return try await show(call, form) }
      var fields = FieldReader(form)
      let text = fields.text("note", atMost: LetterText.longest, required: false, lines: true)
      try fields.finish()
      try await site.clinic.keep(
        LetterText(kind: kind, language: language, text: text),
        seen: form["seen"].replacing("\r\n", with: "\n"),
        by: call.visitor)
      return site.redirect(call, to: "\(Path.letterTexts)?saved=1")
    } showAgain: { form, refusal in
      try await show(call, form, refusal)
    }
  }

  /// The form with the letter below it, as it would be with what was typed.
  private func show(_ call: Call, _ form: Form? = nil, _ refusal: Refusal? = nil) async throws -> Response {
    let (visit, texts) = try await site.clinic.ask(call.visitor, .letterTexts)
    let (kind, language) = try call.letterText()
    let words = site.words(visit, call)
    let stored = texts.first { $0.kind == kind && $0.language == language }?.text ?? ""
    let typed = form?["note"] ?? stored
    let isConflict = refusal == .conflict(.entryChanged)
    let letter = try letters.text(
      of: .example(
        kind, in: language, note: typed.trimmed.replacing("\r\n", with: "\n"),
        to: words["letter-texts.patient"],
        at: visit.now), for: visit.tenant)
    let shown = ShownForm(form ?? Form(), refusal?.problems ?? [], words)
    let page = LetterTextPage(
      name: words["letter.\(kind.rawValue)"], language: LanguageLink.ownName(of: Language(code: language)),
      code: language, action: Path.letterText(kind, language),
      note: Field("note", typed, label: words["label.letterNote"], problem: shown.problem("note")),
      seen: isConflict ? stored : form?["seen"] ?? stored, theirs: isConflict ? stored : nil,
      subject: letter.subject, text: letter.body, notice: shown.problem(""))
    return site.show(
      page, self.page, call, visit, at: .admin, status: refusal?.status ?? .ok,
      from: Path.letterText(kind, language))
  }
}

extension Call {
  /// Which text the address names.
  fileprivate func letterText() throws -> (LetterKind, String) {
    guard let kind = LetterKind(rawValue: context.parameters["kind"] ?? ""),
      LetterKind.withNote.contains(kind),
      let language = context.parameters["language"], LetterText.languages.contains(language)
    else { throw Refusal.unknown }
    return (kind, language)
  }
}

extension Path {
  static let letterTexts = "/admin/letter-texts"

  static func letterText(_ kind: LetterKind, _ language: String) -> String {
    "\(letterTexts)/\(kind.rawValue)/\(language)"
  }
}
