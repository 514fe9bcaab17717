/// All templates and texts of the application, read and checked once, before the server answers anybody.
///
///     let library = try TemplateLibrary(folder: "Templates", languages: [.english, .french], frame: Frame.self,
///       assets: assets)
///     let template = try library.template(BookingPage.self)
///     let html = template.render(page, in: frame, language: .english)
///
/// The syntax is that of mustache without its surprises:
///
/// | tag | shows |
/// |---|---|
/// | `{{name}}` | a text or number, escaped; a `SafeHTML` as it stands |
/// | `{{#name}}..{{/name}}` | the inside if there is any: once, or for each view of a list |
/// | `{{^name}}..{{/name}}` | the inside if there is none |
/// | `{{> parts/field}}` | another file, with the names of the place where it stands |
/// | `{{< layouts/main}}` | first line only: the layout whose blocks this file fills |
/// | `{{$title}}..{{/title}}` | a block: in a layout with its usual content, in a page what goes there |
/// | `{{t:key}}` | a text of the page's language, whose `{field}` shows the field of that name |
/// | `{{asset:css/site.css}}` | the address of an asset |
/// | `{{! why }}` | nothing |
///
/// Values may stand in element text and in quoted attribute values. What a link points to is not judged here:
/// links come from the application's one type of path, never from what a person typed.
public struct TemplateLibrary: Sendable {
  private let shelf: TemplateShelf
  private let frame: any View.Type
  /// Those in which every page, letter and text exists; the original first.
  public let languages: [Language]
  private let catalogues: [Language: Catalogue]
  private let folder: String
  private let assets: [String: String]
  private let usage = Usage()
  private let compiled = CompiledTemplates()

  /// Reads the folder and reports everything that is wrong with its files, all at once.
  ///
  /// - Parameters:
  ///   - folder: Holds `*.html` (pages, layouts, parts), `*.txt` (letters) and `messages/<language>.txt`.
  ///   - languages: Those that everything is written in, the one that is translated from first.
  ///   - frame: The view whose fields are visible in every page, around its own.
  ///   - assets: From the name in `{{asset:..}}` to the address in the page.
  public init(
    folder: String, languages: [Language] = [.english], frame: any View.Type, assets: [String: String]
  ) throws(TemplateFaults) {
    let read = TemplateFolder(folder, languages: languages)
    shelf = TemplateShelf(folder: read.name, files: read.files, assets: assets)
    self.languages = languages
    catalogues = read.catalogues
    self.folder = read.name
    self.assets = assets
    self.frame = frame
    let faults = read.faults + shelf.faultsInReferences()
    guard faults.isEmpty else { throw TemplateFaults(faults) }
  }

  /// The template of a page, tied to its fields and the frame's, in every language.
  ///
  /// - Throws: Everything that is wrong with it, in any language.
  public func template<P: Page>(_ page: P.Type) throws(TemplateFaults) -> Template<P> {
    let editions = try compiled.editions(of: page) { () throws(TemplateFaults) in
      try compile(P.template, views: [frame, page], isHTML: true)
    }
    return Template(editions: editions, frame: frame)
  }

  /// The template of a letter, tied to its fields, in every language.
  ///
  /// - Throws: Everything that is wrong with it, in any language.
  public func text<L: Letter>(_ letter: L.Type) throws(TemplateFaults) -> LetterTemplate<L> {
    let editions = try compiled.editions(of: letter) { () throws(TemplateFaults) in
      try compile(L.template, views: [letter], isHTML: false)
    }
    return LetterTemplate(editions: editions)
  }

  /// The address of an asset whose name is not written in a template; nil where there is none.
  public func asset(_ name: String) -> String? { assets[name] }

  /// The texts of a language, or those of the library's first where it has no such one.
  public func words(_ language: Language) -> Words {
    Words(catalogue: catalogues[language] ?? catalogue(languages.first ?? .english))
  }

  private func compile(
    _ template: String, views: [any View.Type], isHTML: Bool
  ) throws(TemplateFaults) -> Editions {
    var programs: [(Language, Program)] = []
    var faults: [TemplateFault] = []
    var book = SchemaBook()
    for language in languages {
      var compiler = TemplateCompiler(
        shelf: shelf, catalogue: catalogue(language), isHTML: isHTML, book: book)
      compiler.compile(template, views: views)
      programs.append((language, compiler.program))
      faults += compiler.faults
      usage.note(keys: compiler.usedKeys, files: compiler.usedFiles)
      book = compiler.book
    }
    guard faults.isEmpty else { throw TemplateFaults(faults) }
    return Editions(programs)
  }

  private func catalogue(_ language: Language) -> Catalogue {
    catalogues[language] ?? Catalogue(language: language, path: "\(folder)/messages/\(language.code).txt")
  }
}

// MARK: - Checks at boot

extension TemplateLibrary {
  /// Compiles every page and letter, and reports the faults of all of them at once.
  public func check(pages: [any Page.Type], letters: [any Letter.Type] = []) throws(TemplateFaults) {
    var faults: [TemplateFault] = []
    for page in pages { faults += self.faults { () throws(TemplateFaults) in try check(page) } }
    for letter in letters { faults += self.faults { () throws(TemplateFaults) in try check(letter) } }
    guard faults.isEmpty else { throw TemplateFaults(faults) }
  }

  /// Declares the keys that Swift code looks up, and reports those that a language lacks.
  public func require(keys: [String]) throws(TemplateFaults) {
    usage.note(keys: keys)
    let faults = languages.flatMap { language in
      let catalogue = catalogue(language)
      return keys.filter { catalogue.messages[$0] == nil }.map { key in
        let hint = NearMiss.hint(key, among: catalogue.keys)
        return TemplateFault(path: catalogue.path, line: 1, what: "no text '\(key)'\(hint)")
      }
    }
    guard faults.isEmpty else { throw TemplateFaults(faults) }
  }

  /// Reports the texts and files that nothing asked for so far: to be called last.
  public func checkUse() throws(TemplateFaults) {
    let keys = unusedKeys().map { key in
      let catalogue = catalogue(languages.first ?? .english)
      return TemplateFault(
        path: catalogue.path, line: catalogue.messages[key]?.line ?? 1, what: "nothing shows '\(key)'")
    }
    let files = unusedFiles().map {
      TemplateFault(path: "\(folder)/\($0)", line: 1, what: "no page is made of it")
    }
    guard keys.isEmpty, files.isEmpty else { throw TemplateFaults(keys + files) }
  }

  /// The keys that no template compiled so far and no `require` asked for, in order.
  public func unusedKeys() -> [String] {
    let all = catalogues.values.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
    return all.subtracting(usage.keys).sorted()
  }

  /// The files that no template compiled so far is made of, below the folder, in order.
  public func unusedFiles() -> [String] {
    Set(shelf.files.keys).subtracting(usage.files).sorted()
  }

  private func check(_ page: (some Page).Type) throws(TemplateFaults) { _ = try template(page) }

  private func check(_ letter: (some Letter).Type) throws(TemplateFaults) { _ = try text(letter) }

  private func faults(_ work: () throws(TemplateFaults) -> Void) -> [TemplateFault] {
    do {
      try work()
      return []
    } catch {
      return error.faults
    }
  }
}
